# SPDX-License-Identifier: MIT
"""Runs of archgen with one fault each: an allocation or a system call that fails, a signal.

    with faults.Server(args, cwd, folder) as server:
        result = server.run("e", 7, errno.ENOSPC)     # the seventh call fails

The kinds of faults stand in tests/faults/preload.c.
"""
import collections
import os
import subprocess

import harness

Result = collections.namedtuple("Result", "code allocations calls names out err")


def library():
    """What is loaded into the command; None if this build has none."""
    path = os.path.join(os.environ.get("ARCHGEN_BUILD", ""), "tests", "faults", "preload.so")
    return os.path.abspath(path) if os.path.exists(path) else None


class Server:
    """One command line of archgen, waiting before its main()."""

    def __init__(self, args, cwd, folder):
        requests, self.requests = os.pipe()
        self.answers, answers = os.pipe()
        flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
        self.out, self.err = (os.path.join(folder, name) for name in ("stdout", "stderr"))
        streams = [os.open(path, flags, 0o600) for path in (self.out, self.err)]
        env = harness.environment({
            "LD_PRELOAD": library(), "ARCHGEN_FAULTS": f"{requests},{answers}",
            "ASAN_OPTIONS": "verify_asan_link_order=0:allocator_may_return_null=1"})
        self.process = subprocess.Popen([harness.archgen(), *args], cwd=cwd, env=env,
                                        stdin=subprocess.DEVNULL, stdout=streams[0],
                                        stderr=streams[1], pass_fds=(requests, answers))
        for end in (requests, answers, *streams):
            os.close(end)
        self.stream = os.fdopen(self.answers, "r")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.requests)
        self.stream.close()
        self.process.wait(timeout=harness.TIMEOUT)

    def run(self, kind="n", number=0, argument=0):
        """The command with a fault; code is negative for a signal. Without a fault the
        names are those of all calls, else that of the call with the fault."""
        os.write(self.requests, f"{kind} {number} {argument}\n".encode())
        answer = self.stream.readline().split()
        if len(answer) != 4:
            raise OSError(f"the server ended: {harness.read(self.err)[:300]}")
        status, allocations, calls = (int(word) for word in answer[:3])
        return Result(os.waitstatus_to_exitcode(status), allocations, calls,
                      answer[3].strip(",").split(","), harness.read(self.out),
                      harness.read(self.err))
