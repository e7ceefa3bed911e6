# SPDX-License-Identifier: MIT
print("archgen: 1")
for key in range(20):
    print(f"k{key}: [" + "0, " * 60000 + "]")
