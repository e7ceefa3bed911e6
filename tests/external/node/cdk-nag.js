// SPDX-License-Identifier: MIT
// What the AwsSolutions pack of cdk-nag says of CloudFormation templates, which CfnInclude turns into
// constructs. Standard input: {"name": template, …}; standard output: {"name": [{what, rule, resource,
// detail, reason}, …], …}, where `what` is "finding", "waived" or "error" (the rule itself failed).
// The rules are called directly: synthesis would only add the files that CDK deploys.
"use strict";

process.env.JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION = "1";

const fs = require("fs");
const os = require("os");
const path = require("path");
const { App, Stack } = require("aws-cdk-lib/core");
const { CfnInclude } = require("aws-cdk-lib/cloudformation-include");
const { AwsSolutionsChecks } = require("cdk-nag");

function logger(found) {
  const note = (what) => (data) =>
    found.push({
      what,
      rule: data.ruleId,
      resource: data.resource.node.id,
      detail: data.errorMessage || data.findingId || data.ruleInfo,
      reason: data.suppressionReason || "",
    });
  return {
    onCompliance() {},
    onNotApplicable() {},
    onNonCompliance: note("finding"),
    onSuppressed: note("waived"),
    onError: note("error"),
    onSuppressedError: note("waived"),
  };
}

function check(file) {
  const found = [];
  const stack = new Stack(new App(), "stack");
  const pack = new AwsSolutionsChecks({ reports: false, additionalLoggers: [logger(found)] });

  new CfnInclude(stack, "template", { templateFile: file });
  for (const node of stack.node.findAll()) {
    pack.visit(node);
  }
  return found;
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "archgen-nag-"));
const results = {};

try {
  const templates = JSON.parse(fs.readFileSync(0, "utf8"));
  for (const [name, template] of Object.entries(templates)) {
    const file = path.join(folder, "template.json");
    fs.writeFileSync(file, JSON.stringify(template));
    try {
      results[name] = check(file);
    } catch (error) {
      results[name] = [{ what: "error", rule: "CfnInclude", resource: "", detail: String(error), reason: "" }];
    }
  }
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(JSON.stringify(results));
