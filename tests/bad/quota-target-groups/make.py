# SPDX-License-Identifier: MIT
print("archgen: 1\nname: shop\nregion: us-east-1\nlayout: nested\ntiers:\n  web: {kind: balancer}")
for key in range(101):
    print(f"  a{key}: {{kind: instances, port: 8080}}")
print("flows:\n  - internet -> web\n  - web -> a0")
for key in range(1, 101):
    print(f"  - web -> a{key}: {{path: /p{key}}}")
print("environments: {dev: {}}")
