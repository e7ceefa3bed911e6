# SPDX-License-Identifier: MIT
"""Which resource of a generated file differs: said before the diff, because it says more."""
import json

import hcl


def resources(name, data):
    """Map of resource name to something comparable, or None if the file has none we can read."""
    try:
        if name.endswith(".json"):
            document = json.loads(data)
            return {f"{section}.{key}": value for section, members in document.items()
                    if isinstance(members, dict) for key, value in members.items()}
        if name.endswith(".tf"):
            body = hcl.parse(data.decode(), name)
            return {".".join([block.type, *block.labels]): block.body for block in body.blocks}
    except (ValueError, AttributeError):
        pass
    return None


def first_difference(name, expected, found):
    """A line that names the first resource that differs, or ''."""
    old, new = resources(name, expected), resources(name, found)
    if old is None or new is None:
        return ""
    for key in list(old) + [key for key in new if key not in old]:
        if key not in new:
            return f"{key} is missing"
        if key not in old:
            return f"{key} was not there before"
        if old[key] != new[key]:
            return f"{key} differs"
    return "the resources are equal, their layout or order differs"
