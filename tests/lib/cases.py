# SPDX-License-Identifier: MIT
"""The cases of tests/bad and tests/good; the docstring of run-bad says what a case holds."""
import os
import shlex
import shutil
import subprocess
import sys

import harness

TESTS = os.path.join(harness.root(), "tests")
DEFAULT_ARGS = [*harness.TARGETS, "-o", "out", "input.yaml"]
OURS = ("expected", "exit", "stdout", "args", "strings", "same-as", "make.py")


class Case:
    def __init__(self, group, name):
        self.group, self.name = group, name
        self.title = f"{group}/{name}"
        self.folder = os.path.join(TESTS, group, name)

    def has(self, name):
        return os.path.exists(os.path.join(self.folder, name))

    def bytes(self, name):
        return harness.read(os.path.join(self.folder, name)) if self.has(name) else b""

    def args(self):
        return shlex.split(self.bytes("args").decode()) if self.has("args") else DEFAULT_ARGS

    def code(self):
        default = 2 if self.group == "bad" else 0
        return int(self.bytes("exit")) if self.has("exit") else default

    def prepare(self, folder):
        """Copies the case and makes its input."""
        shutil.copytree(self.folder, folder, symlinks=True)
        for name in OURS:
            if self.has(name):
                os.remove(os.path.join(folder, name))
        if self.has("make.py"):
            script = os.path.join(self.folder, "make.py")
            with open(os.path.join(folder, "input.yaml"), "wb") as out:
                subprocess.run([sys.executable, "-I", "-B", script], stdout=out, check=True,
                               stderr=subprocess.DEVNULL)


def all_cases(group):
    """The cases of "bad" or "good", by name."""
    folder = os.path.join(TESTS, group)
    return [Case(group, name) for name in sorted(os.listdir(folder))
            if os.path.isdir(os.path.join(folder, name))]
