# SPDX-License-Identifier: MIT
import sys

sys.stdout.buffer.write(b"archgen: " + b"[" * 10000 + b"\n")
