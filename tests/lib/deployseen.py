# SPDX-License-Identifier: MIT
"""Which settings of a stack show in what is read from the account: a setting that shows in neither
account is not compared, however equal they are. It shows if its value is there under its name, or
tells things apart, or is a text long enough not to be there by chance."""
import json
import re

import account

LONG = 6


def normal(value):
    text = str(value).lower()
    return text[:-2] if re.fullmatch(r"-?\d+\.0", text) else text


def leaves(value, path):
    """The settings that a template gives as they are, without references: paths and values."""
    if isinstance(value, dict):
        if any(key == "Ref" or key.startswith("Fn::") for key in value):
            return
        if value.keys() >= {"Key", "Value"}:  # a tag, or an attribute
            yield from leaves(value["Value"], f"{path}.{value['Key']}")
            return
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}")
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item, path)
    else:
        yield path, value


class Shown:
    """What an account shows: its values by the names that lead to them, its names, its text."""

    def __init__(self, resources):
        self.pairs, self.words = set(), set()
        for item in resources.values():
            for path, value in account.flat(item):
                steps = re.sub(r"\[\d+\]", "", path.lower()).split(".")
                self.pairs.update((step, normal(value)) for step in steps)
                # Rules are known for what they open, other things for a name.
                self.words.update(word for step in steps for word in (
                    re.split("[ ]|(?<=[0-9])-", step) if " " in step else [step])
                    if " " in step or not word.isdecimal())
        self.text = json.dumps(resources, ensure_ascii=False).lower()

    def has(self, path, value, called=None):
        key = (called or path.rpartition(".")[2]).lower()
        text = normal(value)
        return any((name, text) in self.pairs for name in (key, key + "s", key.removesuffix("s"))) or (
            not isinstance(value, bool) and (
                text in self.words or len(text) >= LONG and json.dumps(text)[1:-1] in self.text))


def missing(templates, resources, called):
    """The settings that do not show: type and path, value; and how many there are in all. called(path)
    is another name for a setting, or None."""
    shown, all_of_them, found = Shown(resources), 0, []
    for template in templates:
        for item in template["Resources"].values():
            for path, value in leaves(item.get("Properties", {}), item["Type"]):
                all_of_them += 1
                if not shown.has(path, value, called(path)):
                    found.append((path, value))
    return found, all_of_them
