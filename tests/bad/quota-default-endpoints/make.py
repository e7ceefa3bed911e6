# SPDX-License-Identifier: MIT
print("archgen: 1\nname: shop\nregion: us-east-1\nlayout: nested\nnetwork: {endpoints: [logs]}\ntiers:")
for key in range(61):
    print(f"  a{key}: {{kind: instances, port: 8080}}")
print("flows:")
for key in range(61):
    print(f"  - vpc -> a{key}")
print("environments: {dev: {}}")
