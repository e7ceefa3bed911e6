# SPDX-License-Identifier: MIT
print("archgen: 1\nname: shop\nregion: us-east-1\ntiers: {web: {kind: balancer}}\nflows: [internet -> web]\ntags:")
for key in range(48):
    print(f"  k{key}: x")
