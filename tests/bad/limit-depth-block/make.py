# SPDX-License-Identifier: MIT
import sys

for depth in range(70):
    sys.stdout.write("  " * depth + "a:\n")
