# SPDX-License-Identifier: MIT
import sys

sys.stdout.buffer.write(b"archgen: 1\n" + b"k" * 1100 + b": 1\n")
