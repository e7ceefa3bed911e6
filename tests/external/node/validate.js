// SPDX-License-Identifier: MIT
// Validates documents against a JSON Schema (2020-12) with ajv. Reads {"schema", "documents",
// "formats"} from standard input and prints for each document {"faults": […], "texts": […]}: what is
// wrong with it, and the texts that were to be in one of `formats`, which ajv does not know and takes
// for met, as editors do. A pattern that JavaScript cannot read is a fault of the schema.
"use strict";
const Ajv = require("ajv/dist/2020");
const addFormats = require("ajv-formats");

const input = JSON.parse(require("fs").readFileSync(0, "utf8"));
const ajv = new Ajv({ allErrors: true, strict: false, logger: false });
const results = {};
let texts = [];

addFormats(ajv);
for (const name of input.formats) {
  ajv.addFormat(name, (text) => {
    texts.push(text);
    return true;
  });
}
const validate = ajv.compile(input.schema);

for (const [name, document] of Object.entries(input.documents)) {
  texts = [];
  const faults = validate(document)
    ? []
    : validate.errors.map((error) => `${error.instancePath || "/"}: ${error.message}`);

  results[name] = { faults, texts };
}
process.stdout.write(JSON.stringify(results));
