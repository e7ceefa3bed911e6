# SPDX-License-Identifier: MIT
"""Which properties of a kind's schema some tiers set, at every depth, and to what.

A short form counts as the member that it stands for. What is asked for: every property is set, and
to something else than its default; every value of a small enum stands somewhere.
"""
import json
import os

import harness
from properties import ABSENT, BRANCHES, EACH, name_of

SMALL = 8  # an enum with more values need not occur in full


def key(value):
    """A value as text: true and 1 differ, maps do not depend on the order of their keys."""
    return json.dumps(value, sort_keys=True)


def long_form(short, value):
    """The map that a short form stands for."""
    if short == "*":
        return {name: True for name in value} if isinstance(value, list) else {}
    return {short: value}


def short_form(short, value):
    """What a map says that its short form could say as well."""
    return [sorted(value)] if short == "*" else [value[short]] if short in value else []


def spelled_out(schema, values):
    """Values with short forms as maps, and values with maps as short forms."""
    short = schema.get("x-short")
    maps = [value if isinstance(value, dict) else long_form(short, value)
            for value in values if short or isinstance(value, dict)]
    return maps, [*values, *(form for value in maps if short for form in short_form(short, value))]


def shared_place(schema, file):
    """Stands for the path of a definition, which is asked for once, however many refer to it."""
    if "$ref" not in schema:
        return None
    other, _, pointer = schema["$ref"].partition("#")
    return (f"{os.path.basename(other or file)}#{pointer}",)


class Exercise:
    """What tiers of a kind set. `defaults` are those of the kind's profile."""

    def __init__(self, schemas, file, tiers, defaults):
        self.schemas, self.profile = schemas, defaults
        self.properties = {}  # path: whether some tier sets it
        self.choices = {}     # path, or definition: values that must occur, and whether they do
        self.walk(schemas.load(file), file, (), tiers)

    def walk(self, schema, file, path, values):
        if not isinstance(schema, dict):
            return
        place = shared_place(schema, file) or path
        schema, file = self.schemas.resolve(schema, file)
        maps, values = spelled_out(schema, values)
        self.note_choices(schema, place, values)
        for name, member in schema.get("properties", {}).items():
            inner = [value[name] for value in maps if name in value]
            self.note_property(member, file, (*path, name), inner)
            self.walk(member, file, (*path, name), inner)
        lists = [item for value in values if isinstance(value, list) for item in value]
        others = [item for value in maps for name, item in value.items()
                  if name not in schema.get("properties", {})]
        for name, inner in (("items", lists), ("additionalProperties", others)):
            if isinstance(schema.get(name), dict):
                self.walk(schema[name], file, (*path, EACH), inner)
        for name in BRANCHES:
            for branch in schema.get(name, []):
                self.walk(branch, file, path, [*values, *maps])

    def note_property(self, schema, file, path, values):
        schema, _ = self.schemas.resolve(schema, file)
        default = schema.get("default", ABSENT) if isinstance(schema, dict) else ABSENT
        default = self.profile.get(path[0], default) if len(path) == 1 else default
        found = any(default is ABSENT or key(value) != key(default) for value in values)
        self.properties[path] = self.properties.get(path, False) or found

    def note_choices(self, schema, place, values):
        wanted = schema.get("enum", [schema["const"]] if "const" in schema else [])
        if len(wanted) > SMALL:
            return
        there = {key(value) for value in values}
        choices = self.choices.setdefault(place, {})
        for value in wanted:
            choices[key(value)] = choices.get(key(value), False) or key(value) in there

    def faults(self):
        """Texts about what no tier sets."""
        unset = [path for path, found in self.properties.items() if not found]
        result = [f"no tier sets '{name_of(path)}' to something else than its default"
                  for path in unset if not any(path[:len(other)] == other
                                               for other in unset if other != path)]
        for place, choices in self.choices.items():
            gone = [value for value, found in choices.items() if not found]
            if gone and not any(place[:len(other)] == other for other in unset):
                result.append(f"no tier sets '{name_of(place)}' to {', '.join(gone)}")
        return result


def inputs(kind):
    """The golden cases of a kind: kind-<kind>, and kind-<kind>-… if one is not enough."""
    folder = os.path.join(harness.root(), "tests", "golden")
    names = [name for name in sorted(os.listdir(folder))
             if name == f"kind-{kind}" or name.startswith(f"kind-{kind}-")]
    paths = [os.path.join(folder, name, "input.yaml") for name in names]
    return [path for path in paths if os.path.exists(path)]


def faults(schemas, kind, environment):
    """What the goldens of a kind do not exercise, in the environment that they generate."""
    tiers = []
    for path in inputs(kind):
        code, out, said = harness.run(["--dump", "document", "--quiet", path])
        if code != 0:
            return [f"{path}: {said.decode(errors='replace')}"]
        tiers += [tier for tier in json.loads(out)["tiers"].values() if tier["kind"] == kind]
    if not tiers:
        return [f"write tests/golden/kind-{kind}/input.yaml, which sets every property"]
    profile = schemas.load(f"profiles/{environment}.json").get("kinds", {}).get(kind, {})
    return Exercise(schemas, f"kinds/{kind}.json", tiers, profile).faults()
