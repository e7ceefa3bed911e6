# SPDX-License-Identifier: MIT
import sys

sys.stdout.buffer.write(b"flows: [" + b"a -> b, " * 10001 + b"]\n")
