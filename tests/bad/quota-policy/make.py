# SPDX-License-Identifier: MIT
print("archgen: 1\nname: shop\nregion: us-east-1\nlayout: nested\ntiers:\n  app: {kind: instances, port: 8080}")
for key in range(40):
    print(f"  files{key}: {{kind: bucket}}")
print("flows:\n  - vpc -> app")
for key in range(40):
    print(f"  - app -> files{key}: read")
print("environments: {dev: {}}")
