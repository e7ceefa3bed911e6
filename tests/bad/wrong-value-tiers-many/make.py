# SPDX-License-Identifier: MIT
print("archgen: 1\nname: shop\nregion: us-east-1\ntiers:")
for key in range(201):
    print(f"  t{key}: {{kind: bucket}}")
