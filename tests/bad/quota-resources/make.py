# SPDX-License-Identifier: MIT
print("archgen: 1\nname: shop\nregion: us-east-1\nlayout: single\ntiers:\n  web: {kind: balancer}")
for key in range(199):
    print(f"  b{key}: {{kind: bucket}}")
print("flows: [internet -> web]\nenvironments: {dev: {}}")
