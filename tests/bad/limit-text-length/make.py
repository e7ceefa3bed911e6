# SPDX-License-Identifier: MIT
import sys

sys.stdout.buffer.write(b"archgen: 1\nname: " + b"x" * 65537 + b"\n")
