# SPDX-License-Identifier: MIT
"""What the test runners share: where things are, running archgen, comparing folders, reporting.

Environment: ARCHGEN the binary, ARCHGEN_SOURCE the source folder, ARCHGEN_BUILD the build folder,
ARCHGEN_REQUIRE_TOOLS=1 to fail instead of skip. Exit 0 passed, 1 failed, 77 skipped.
"""
import difflib
import os
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

SKIPPED = 77
TARGETS = ["--target", "cfn", "--target", "hcl"]
TIMEOUT = 60  # seconds; a run takes milliseconds


def root():
    """The source folder."""
    default = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
    return os.path.realpath(os.environ.get("ARCHGEN_SOURCE", default))


def archgen():
    """The binary under test, as an absolute path."""
    path = os.environ.get("ARCHGEN")
    if not path:
        sys.exit("set ARCHGEN to the binary under test")
    path = os.path.abspath(path)
    if not os.access(path, os.X_OK):
        sys.exit(f"ARCHGEN={path} is not an executable file")
    return path


def skip(reason):
    """Ends the runner: what it needs is not here."""
    if os.environ.get("ARCHGEN_REQUIRE_TOOLS") == "1":
        print(f"FAILED: {reason}, and ARCHGEN_REQUIRE_TOOLS=1")
        sys.exit(1)
    print(f"skipped: {reason}")
    sys.exit(SKIPPED)


def samples():
    """Paths of all samples, those with options too, relative to the source folder, sorted."""
    paths = []
    for folder in ("samples", os.path.join("samples", "options")):
        path = os.path.join(root(), folder)
        names = sorted(os.listdir(path)) if os.path.isdir(path) else []
        paths += [os.path.join(folder, name) for name in names if name.endswith(".yaml")]
    return paths


def descriptions():
    """All samples and the inputs of the golden cases: what must satisfy every check there is."""
    folder = os.path.join(root(), "tests", "golden")
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    paths = [os.path.join("tests", "golden", name, "input.yaml") for name in names]
    return samples() + [path for path in paths if os.path.exists(os.path.join(root(), path))]


def name_of(description):
    """A short name: that of the golden case or of the sample, options-… for one with options."""
    folder, file = os.path.split(description)
    if file == "input.yaml":
        return os.path.basename(folder)
    stem = os.path.splitext(file)[0]
    return f"options-{stem}" if os.path.basename(folder) == "options" else stem


def environment(changes=None):
    """The environment of a run: this process's, without what could colour or redirect output."""
    result = dict(os.environ)
    for name in ("ARCHGEN", "ARCHGEN_SOURCE", "ARCHGEN_BUILD", "CLICOLOR_FORCE", "FORCE_COLOR"):
        result.pop(name, None)
    for name, value in (changes or {}).items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = value
    return result


def run(args, cwd=None, stdin=b"", env=None, stdout=subprocess.PIPE, umask=-1):
    """Runs archgen with these arguments; returns code, stdout and stderr as bytes."""
    done = subprocess.run([archgen(), *args], cwd=cwd or root(), input=stdin, stdout=stdout,
                          stderr=subprocess.PIPE, env=environment(env), timeout=TIMEOUT,
                          umask=umask, check=False)
    return done.returncode, done.stdout or b"", done.stderr


def read(path):
    with open(path, "rb") as file:
        return file.read()


def write(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)


def is_bookkeeping(name):
    """archgen's own notes about the folder (what it wrote, its lock) are no output."""
    return name.startswith(".archgen")


def tree(folder, bookkeeping=False):
    """All files below `folder`: map of relative path to bytes; links as their destination."""
    files = {}
    for here, _, names in os.walk(folder):
        for name in names:
            if is_bookkeeping(name) and not bookkeeping:
                continue
            path = os.path.join(here, name)
            data = os.readlink(path).encode() if os.path.islink(path) else read(path)
            files[os.path.relpath(path, folder)] = data
    return files


def stamps(folder):
    """As tree, but what a write changes: inode, size, time of change."""
    result = {}
    for here, folders, names in os.walk(folder):
        for name in folders + names:
            path = os.path.join(here, name)
            status = os.lstat(path)
            result[os.path.relpath(path, folder)] = (status.st_ino, status.st_mtime_ns,
                                                     status.st_size, status.st_mode)
    return result


def unified(expected, found, name, limit=30):
    """A short unified diff of two texts given as bytes."""
    lines = list(difflib.unified_diff(expected.decode(errors="backslashreplace").splitlines(),
                                      found.decode(errors="backslashreplace").splitlines(),
                                      f"expected/{name}", f"found/{name}", lineterm=""))
    more = [f"… and {len(lines) - limit} more lines"] if len(lines) > limit else []
    return "\n".join(lines[:limit] + more)


class Folder:
    """A temporary folder, removed at the end of the with statement whatever its modes are."""

    def __enter__(self):
        self.path = tempfile.mkdtemp(prefix="archgen-test-")
        return self.path

    def __exit__(self, *_):
        for here, _, _ in os.walk(self.path):
            os.chmod(here, 0o700)
        shutil.rmtree(self.path)


class Report:
    """Counts what was checked and prints what failed; `finish` gives the exit code."""

    def __init__(self, title):
        self.title = title
        self.passed = 0
        self.failed = 0
        self.notes = []

    def ok(self):
        self.passed += 1

    def fail(self, name, text=""):
        self.failed += 1
        print(f"FAILED {name}" + (f": {text}" if text else ""), flush=True)

    def check(self, good, name, text=""):
        if good:
            self.ok()
        else:
            self.fail(name, text)
        return good

    def note(self, text):
        self.notes.append(text)

    def finish(self):
        for text in self.notes:
            print(f"note: {text}")
        print(f"{self.title}: {self.passed} passed, {self.failed} failed")
        return 1 if self.failed or not self.passed else 0
