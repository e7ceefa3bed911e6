# SPDX-License-Identifier: MIT
"""The properties that a schema of schema/ names, with values to try, and how to set them.

A path is a tuple of keys; EACH stands for the items of a list and for the values of a map.
"""
import copy
import json
import os
import re
from dataclasses import dataclass

import harness

EACH = "[]"
BRANCHES = ("oneOf", "anyOf", "allOf")
ABSENT = object()


def name_of(path):
    """A path as people write it: scale.target.cpu, listen[].port."""
    return ".".join(path).replace("." + EACH, EACH)


@dataclass
class Property:
    path: tuple
    values: list    # all that the schema names: examples, choices, both bools
    examples: list  # the examples alone: these have to be valid
    is_map: bool = False  # a map: what it means is what is inside it

    @property
    def name(self):
        return name_of(self.path)


class Schemas:
    """The schema folder, each file read once."""

    others = ()  # files whose properties are found on their own

    def __init__(self, folder=None):
        self.folder = folder or os.path.join(harness.root(), "schema")
        self.files = {}

    def load(self, path):
        path = os.path.normpath(path)
        if path not in self.files:
            self.files[path] = json.loads(harness.read(os.path.join(self.folder, path)))
        return self.files[path]

    def resolve(self, schema, path):
        """What a $ref refers to, with the members beside it on top, and the file it is in."""
        while isinstance(schema, dict) and "$ref" in schema:
            file, _, pointer = schema["$ref"].partition("#")
            path = os.path.normpath(os.path.join(os.path.dirname(path), file)) if file else path
            found = self.load(path)
            for step in pointer.strip("/").split("/") if pointer else []:
                found = found[step]
            schema = {**found, **{key: item for key, item in schema.items() if key != "$ref"}}
        return schema, path

    def properties(self, file, others=()):
        """All named properties of a file's schema, at every depth, but not those of `others`."""
        found = {}
        self.others = [other for other in others if other != file]
        self.collect(self.load(file), file, (), found)
        return list(found.values())

    def collect(self, schema, file, path, found):
        if isinstance(schema, dict) and os.path.normpath(os.path.join(
                os.path.dirname(file), schema.get("$ref", "."))) in self.others:
            return
        schema, file = self.resolve(schema, file)
        if not isinstance(schema, dict) or "x-dispatch" in schema or path.count(EACH) > 4:
            return
        for name, member in schema.get("properties", {}).items():
            inner, where = self.resolve(member, file)
            if isinstance(inner, dict) and "const" not in inner:
                self.note(inner, where, (*path, name), found)
                self.collect(member, file, (*path, name), found)
        for key in ("items", "additionalProperties"):
            if isinstance(schema.get(key), dict):
                self.collect(schema[key], file, (*path, EACH), found)
        for key in BRANCHES:
            for branch in schema.get(key, []):
                self.collect(branch, file, path, found)

    def note(self, schema, file, path, found):
        entry = found.setdefault(path, Property(path, [], []))
        entry.is_map = entry.is_map or schema.get("type") == "object"
        entry.examples += [item for item in schema.get("examples", []) if item not in entry.examples]
        for value in self.values(schema, file):
            if not any(value is item or (value == item and type(value) is type(item))
                       for item in entry.values):
                entry.values.append(value)

    def values(self, schema, file):
        """Values of a property's own, not of what is inside it."""
        schema, file = self.resolve(schema, file)
        if not isinstance(schema, dict):
            return
        yield from schema.get("examples", [])
        yield from schema.get("enum", [])
        if schema.get("type") == "boolean":
            yield from (True, False)
        for key in BRANCHES[:2]:
            for branch in schema.get(key, []):
                if isinstance(branch, dict) and branch.get("type") != "object":
                    yield from self.values(branch, file)


def bumped(value):
    """A value a little different: its first number one higher; None if it has none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        other = re.sub(r"\d+", lambda found: str(int(found.group()) + 1), value, count=1)
        return other if other != value else None
    if isinstance(value, (list, dict)):
        for key in range(len(value)) if isinstance(value, list) else value:
            other = bumped(value[key])
            if other is not None:
                result = copy.copy(value)
                result[key] = other
                return result
    return None


def merge(target, patch):
    """RFC 7396."""
    if not isinstance(patch, dict):
        return copy.deepcopy(patch)
    result = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merge(result.get(key), value)
    return result


class NoPlace(ValueError):
    """The description has nothing in which the property could be."""


def inside(value, step, path):
    """The container that holds `step`: short forms have to be written out in the description."""
    if step == EACH:
        if isinstance(value, list) and value and isinstance(value[0], dict):
            return value, 0
        if isinstance(value, dict) and value:
            return value, next(iter(value))
        raise NoPlace(f"the description has no item for {'.'.join(path)}")
    if not isinstance(value, dict):
        raise NoPlace(f"the description has no map for {'.'.join(path)}")
    return value, step


def put(document, path, value):
    """A copy of the document with a value set, or removed if it is ABSENT."""
    result = copy.deepcopy(document)
    here = result
    for step, after in zip(path, path[1:]):
        holder, key = inside(here, step, path)
        if isinstance(holder, dict) and key not in holder and after != EACH:
            holder[key] = {}
        elif isinstance(holder, dict) and key not in holder:
            raise NoPlace(f"the description has no {step} for {'.'.join(path)}")
        here = holder[key]
    holder, key = inside(here, path[-1], path)
    if value is ABSENT:
        holder.pop(key, None)
    else:
        holder[key] = copy.deepcopy(value)
    return result


def get(document, path):
    for step in path:
        try:
            holder, key = inside(document, step, path)
            document = holder[key]
        except (NoPlace, KeyError):
            return ABSENT
    return document
