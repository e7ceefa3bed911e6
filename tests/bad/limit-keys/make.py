# SPDX-License-Identifier: MIT
print("tags:")
for key in range(10001):
    print(f"  k{key}: x")
