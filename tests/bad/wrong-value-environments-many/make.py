# SPDX-License-Identifier: MIT
print("archgen: 1\nname: shop\nregion: us-east-1\ntiers: {web: {kind: balancer}}\nflows: [internet -> web]\nenvironments:")
for key in range(21):
    print(f"  e{key}: {{profile: dev}}")
