# SPDX-License-Identifier: MIT
"""Rows of tests/policy/rows.json, which say what scanners look for, judged on both outputs.

A rule of a row is a check of tests/lib/checks.py, judged on each item that it means, or one of:

    AWS::EC2::VPC has AWS::EC2::FlowLog(ResourceId){TrafficType: ALL}
    aws_cloudfront_distribution uses aws_wafv2_web_acl(web_acl_id){rule}
    aws_security_group used

The first wants, for each item before "has", one behind it whose property in "()" refers to the item
and which meets the conditions; the second one that the item's own property in "()" refers to. Either
may be followed by more, about what was found. The third wants that something refers to each item.
"""
import copy
import json
import os
import re

import checks
import harness
import hcl
import modules
import outputs

SCANNERS = ("cdk_nag", "cfn_nag", "checkov")
SKIP = re.compile(r"\s*#(?:checkov:skip=(\w+):|trivy:ignore:(\S+)| tflint-ignore: (\S+))(.*)")
REASON = re.compile(r"# (AVD-[A-Z0-9-]+|aws_\w+): (.*)")
HEAD = re.compile(r'resource "(\w+)" "(\w+)" \{')
STEP = re.compile(r" (has|uses) (?=\S+\(\w+\)(?:\{| has | uses ))")
OTHER = re.compile(r"(?P<kind>\S+?)\((?P<by>\w+)\)(?P<rest>(?:\{.*\})?)")


def waived_in_template(resource):
    """Map of id to reason, from the metadata of a resource of a template."""
    metadata = resource.get("Metadata", {})
    found = dict(metadata.get("archgen", {}).get("waived", {}))
    for row in metadata.get("checkov", {}).get("skip", []):
        found[row["id"]] = row["comment"]
    for tool in ("cdk_nag", "cfn_nag"):
        for row in metadata.get(tool, {}).get("rules_to_suppress", []):
            found[row["id"]] = row["reason"]
    return found


def waived_in_module(text):
    """Map of (type, label) to a map of id to reason, from the comments of a file."""
    found, above, reasons, inside = {}, {}, {}, None
    for line in text.split("\n"):
        skip, reason, head = SKIP.match(line), REASON.match(line), HEAD.match(line)
        if reason:
            reasons[reason[1]] = reason[2]
        elif skip and skip[1]:
            found.setdefault(inside, {})[skip[1]] = skip[4]
        elif skip:
            name = skip[2] or skip[3]
            above[name] = reasons.get(name, "")
        elif head:
            inside = (head[1], head[2])
            if above:
                found.setdefault(inside, {}).update(above)
            above, reasons = {}, {}
    return found


class Side:
    """What one target made of a description in one environment."""

    def __init__(self, target, name, documents):
        self.target, self.name, self.items = target, name, []
        for items in documents:
            self.items += items

    def refers(self, text, item):
        name = f"@{item.name}" if self.target == "cfn" else f"@{item.type}.{item.name}"
        return re.search(re.escape(name) + r"(?![A-Za-z0-9_])", text) is not None

    def is_used(self, item):
        name = f'"{item.name}"' if self.target == "cfn" else f"{item.type}.{item.name}."
        texts = [entry.body["Text"] for entry in self.items if entry.type == "Template"]
        return sum(text.count(name) for text in texts) > (1 if self.target == "cfn" else 0)


def load_cfn(folder, name):
    """Every template of a folder; what is waived is in each item's `extra`."""
    documents = []
    # template.json may be divided, and is read as one then.
    for file in sorted({*os.listdir(folder), "template.json"}):
        if file.endswith(".json") and file != "parameters.json":
            document = outputs.Cfn(folder, file)
            items = list(document.items())
            for item in items:
                item.extra["waived"] = waived_in_template(item.extra)
            documents.append(items)
    return Side("cfn", name, documents)


def load_hcl(folder, name):
    """The module in a folder and those below it."""
    documents = []
    for here, _, files in sorted(os.walk(folder)):
        if not any(file.endswith(".tf") for file in files) or modules.is_child(here):
            continue
        waived = {}
        for text in modules.texts(here):
            waived.update(waived_in_module(text))
        items = list(outputs.Hcl(here).items())
        for item in items:
            item.extra["waived"] = waived.get((item.type, item.name), {})
        documents.append(items)
    return Side("hcl", name, documents)


class Step:
    """From an item to others that refer to it, or that it refers to."""

    def __init__(self, word, text):
        other = OTHER.fullmatch(text)
        self.check = checks.parse(other["kind"] + other["rest"])
        self.forward, self.by = word == "uses", other["by"]

    def refers(self, side, item, other):
        user, used = (item, other) if self.forward else (other, item)
        values = checks.find(user, user, [(self.by, [])])
        return any(side.refers(user.reader.text(value), used) for value in values)

    def others(self, side, items):
        return [other for other in side.items if self.check.pattern.fullmatch(other.type)
                and any(self.refers(side, item, other) for item in items)]

    def good(self, side, items):
        return [other for other in self.others(side, items)
                if all(checks.holds(other, other, condition) for condition in self.check.wanted)]


class Rule:
    def __init__(self, text):
        self.text = text
        self.is_used = text.endswith(" used")
        first, *rest = STEP.split(text)
        self.check = checks.parse(first.removesuffix(" used"))
        self.steps = [Step(word, other) for word, other in zip(rest[::2], rest[1::2])]
        self.is_none = self.check.high == 0

    def meant(self, side):
        return [item for item in side.items if self.check.pattern.fullmatch(item.type)
                and all(checks.holds(item, item, condition) for condition in self.check.chosen)]

    def conditions(self):
        """Those of the last items that it is about."""
        return self.steps[-1].check.wanted if self.steps else self.check.wanted

    def last(self, side, item):
        """What its steps lead to from an item, or the item itself."""
        items = [item]
        for step in self.steps:
            items = step.good(side, items)
        return items

    def fault(self, side, item):
        """What is wrong with an item that the rule means, or ''."""
        if self.is_none:
            return "it must not be there"
        if self.is_used:
            return "" if side.is_used(item) else "nothing refers to it"
        if self.steps:
            return "" if self.last(side, item) else f"no {self.steps[-1].check.text}"
        for condition in self.check.wanted:
            if not checks.holds(item, item, condition):
                return f"{checks.describe(condition)}, found {checks.shown(item, condition)}"
        return ""


class Row:
    def __init__(self, data):
        self.id, self.setting, self.dev = data["id"], data["setting"], data["dev"]
        self.left_out = data.get("left_out")
        self.ids = data.get("ids", [])
        self.rules = {target: [Rule(text) for text in data.get(target, [])]
                      for target in ("cfn", "hcl")}


def rows():
    path = os.path.join(harness.root(), "tests", "policy", "rows.json")
    return [Row(data) for data in json.loads(harness.read(path))]


# ---- reasons: where a waiver may come from ----

def reasons_of_schema():
    """The reasons beside findings, and all ids that findings have."""
    folder = os.path.join(harness.root(), "schema")
    found = json.loads(harness.read(os.path.join(folder, "findings.json")))
    groups = [found["system"], found["rules"]]
    for name in sorted(os.listdir(os.path.join(folder, "kinds"))):
        kind = json.loads(harness.read(os.path.join(folder, "kinds", name)))
        groups.append(kind["x-archgen"].get("findings", []))
    entries = [entry for group in groups for entry in group]
    return ({entry["reason"] for entry in entries if "reason" in entry},
            {name for entry in entries for name in entry["ids"]})


def reasons_of_profiles():
    folder = os.path.join(harness.root(), "schema", "profiles")
    found = set()
    for name in sorted(os.listdir(folder)):
        profile = json.loads(harness.read(os.path.join(folder, name)))
        for part in [profile.get("network", {}), *profile["kinds"].values()]:
            found.update(part.get("waive", {}).values())
    return found


# ---- planted faults ----

def without(value, name):
    """A copy of a body without any property of this name."""
    if isinstance(value, hcl.Body):
        blocks = [hcl.Block(block.type, block.labels, without(block.body, name), block.line)
                  for block in value.blocks if block.type != name]
        return hcl.Body(without(value.attributes, name), blocks)
    if isinstance(value, hcl.Call):
        return hcl.Call(value.name, tuple(without(part, name) for part in value.args))
    if isinstance(value, dict):
        return {key: without(part, name) for key, part in value.items() if key != name}
    return [without(part, name) for part in value] if isinstance(value, list) else value


def built(path, value):
    """A body in which the path leads to the value."""
    (name, conditions), rest = path[0], path[1:]
    inner = built(rest, value) if rest else value
    if conditions and isinstance(inner, dict):
        inner = {**{path[0][0]: wanted for path, _, wanted in conditions}, **inner}
    return {name: inner}


def with_body(item, body):
    """A copy of the item with these properties in place of its own."""
    changed = copy.copy(item)
    if isinstance(item.body, hcl.Body):
        blocks = [block for block in item.body.blocks if block.type not in body]
        changed.body = hcl.Body({**item.body.attributes, **body}, blocks)
    else:
        changed.body = {**item.body, **body}
    return changed


def broken(item, condition):
    """A copy of the item that does not meet a condition which it meets."""
    path, operator, wanted = condition
    name = path[-1][0]
    if operator in ("absent", "!:", "!~"):
        return with_body(item, built(path, "planted" if wanted is None else wanted))
    changed = copy.copy(item)
    if path[0][0].startswith("@"):
        changed.extra = {key: value for key, value in item.extra.items() if key != name[1:]}
    else:
        changed.body = without(item.body, name)
    return changed


def unwanted(rule, reader, target):
    """An item that a rule with "none" means."""
    body = {}
    for path, _, wanted in rule.check.chosen:
        made = built(path, wanted)
        key = next(iter(made))
        body[key] = ({**body[key], **made[key]} if isinstance(made[key], dict) and key in body
                     else made[key])
    kind = rule.check.kind.split("|")[0]
    return outputs.Item(kind, "planted", body if target == "cfn" else hcl.Body(body, []), {}, reader)
