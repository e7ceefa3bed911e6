# SPDX-License-Identifier: MIT
import sys

sys.stdout.buffer.write(b"archgen: 1\n" + b"k" * 257 + b": 1\n")
