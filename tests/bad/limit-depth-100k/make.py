# SPDX-License-Identifier: MIT
import sys

sys.stdout.buffer.write(b"archgen: " + b"{a: " * 100000 + b"\n")
