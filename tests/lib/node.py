# SPDX-License-Identifier: MIT
"""What scripts/setup --all installs from npm, where that and Node.js are there: ajv, an independent
validator of JSON Schemas, cdk-nag, and others. ARCHGEN_NODE names the folder of node_modules."""
import json
import os
import shutil
import subprocess

import harness

SARIF_SCHEMA = os.path.join("@microsoft", "sarif-multitool-ts", "assets", "sarif-2.1.0.schema.json")


def modules(package="ajv"):
    """The folder node_modules; skips the test if the package is not in it."""
    if shutil.which("node") is None:
        harness.skip("node is not installed")
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    folder = os.environ.get("ARCHGEN_NODE") or os.path.join(cache, "archgen", "node")
    path = os.path.join(folder, "node_modules")
    if not os.path.isdir(os.path.join(path, package)):
        harness.skip(f"{package} is not installed (scripts/setup --all does it)")
    return path


def run(name, given, package):
    """What the script `name` of tests/external/node writes for `given`; it needs the package."""
    script = os.path.join(harness.root(), "tests", "external", "node", name)
    done = subprocess.run(["node", script], input=json.dumps(given).encode(), check=False,
                          capture_output=True, env={**os.environ, "NODE_PATH": modules(package)})
    if done.returncode != 0:
        raise ValueError(f"{name}: " + done.stderr.decode(errors="backslashreplace")[-1500:])
    return json.loads(done.stdout)


def validate(schema, documents, formats=()):
    """What ajv says of each of the documents, by name: {"faults": […], "texts": […]}, where texts
    are those that were to be in one of `formats`, which are not checked."""
    given = {"schema": schema, "documents": documents, "formats": sorted(formats)}
    return run("validate.js", given, "ajv")


def cdk_nag(templates):
    """What cdk-nag says of each of the templates, by name: a list of {what, rule, resource, detail,
    reason}, where `what` is "finding", "waived" or "error"."""
    return run("cdk-nag.js", templates, "cdk-nag")
