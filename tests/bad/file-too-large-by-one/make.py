# SPDX-License-Identifier: MIT
import sys

HEAD = b"archgen: 1\nname: shop\n# "
sys.stdout.buffer.write(HEAD + b"x" * (4 * 1024 * 1024 - len(HEAD)) + b"\n")
