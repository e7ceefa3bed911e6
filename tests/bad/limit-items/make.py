# SPDX-License-Identifier: MIT
import sys

sys.stdout.buffer.write(b"flows: [" + b"a -> b, " * 100001 + b"]\n")
