# SPDX-License-Identifier: MIT
print("tags:")
for key in range(1001):
    print(f"  k{key}: x")
