# SPDX-License-Identifier: MIT
"""Running terraform offline, for checks that need no provider."""
import os
import shutil
import subprocess

import harness


def find():
    """The terraform to use; skips without one."""
    path = os.environ.get("TERRAFORM") or shutil.which("terraform")
    if not path:
        harness.skip("terraform is not installed")
    return path


def run(args, cwd, stdin=""):
    """Exit code, standard output, standard error."""
    settings = harness.environment({"CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1",
                                    "TF_CLI_CONFIG_FILE": os.devnull})
    done = subprocess.run([find(), *args], cwd=cwd, input=stdin, text=True, check=False,
                          capture_output=True, timeout=120, env=settings)
    return done.returncode, done.stdout, done.stderr


def tool():
    """The helper tool_hcl of the build."""
    build = os.environ.get("ARCHGEN_BUILD") or os.path.join(harness.root(), "build")
    path = os.path.join(build, "tests", "external", "tool_hcl")
    if not os.access(path, os.X_OK):
        harness.skip(f"{path} is not built")
    return path
