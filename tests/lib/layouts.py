# SPDX-License-Identifier: MIT
"""The stacks of a divided system, joined again into the one template that they were.

    whole = layouts.joined(folder)      # of "cfn/prod"; without division, template.json

Variables of texts are put in their places, with and without division.

What crosses a border is followed through what the parent's document, or deploy.sh, passes on, so
that a value that is passed wrongly is wrong in the whole as well.
"""
import json
import os
import re
import shlex

SECTIONS = ("Resources", "Conditions", "Mappings", "Outputs")


def load(path):
    with open(path, encoding="utf-8") as source:
        return json.load(source)


class Part:
    """A nested stack or a layer."""

    def __init__(self, name, template):
        self.name = name
        self.template = template
        self.passed = {}  # parameter → list of (part, output), or the name of a parameter
        self.after = set()


def nested(folder):
    """The parent's template, and the parts by the ids of their stacks."""
    parent = load(os.path.join(folder, "template.json"))
    parts = {}
    for name, resource in parent["Resources"].items():
        url = resource.get("Properties", {}).get("TemplateURL")
        if url is not None:
            parts[name] = Part(url, load(os.path.join(folder, url)))
    for name, part in parts.items():
        resource = parent["Resources"][name]
        part.after = set(resource.get("DependsOn", []))
        for parameter, value in resource["Properties"].get("Parameters", {}).items():
            part.passed[parameter] = source_of(value)
    return parent, parts


def source_of(value):
    (word, argument), = value.items()
    if word == "Ref":
        return argument
    if word == "Fn::Join":
        assert argument[0] == ","
        return [source_of(item)[0] for item in argument[1]]
    assert word == "Fn::GetAtt" and argument[1].startswith("Outputs."), value
    return [(argument[0], argument[1].removeprefix("Outputs."))]


def layered(folder):
    """The parts, by their names, in the order of deploy.sh."""
    parts = {}
    part = None
    with open(os.path.join(folder, "deploy.sh"), encoding="utf-8") as script:
        for line in script:
            word, *rest = shlex.split(line, comments=True) if line[:1].isalpha() and "'" in line else [""]
            if word == "begin":
                part = parts[rest[0]] = Part(rest[1], load(os.path.join(folder, rest[1])))
            elif word == "own":
                part.passed[rest[0]] = rest[0]
            elif word == "pass":
                part.passed[rest[0]] = [tuple(source.split("/")) for source in rest[1:]]
    return parts


class Joining:
    """Brings values of one part into the whole."""

    def __init__(self, parts):
        self.parts = parts

    def output(self, source, depth):
        part, name = source
        assert depth < len(self.parts) + 2, f"{part} needs itself"
        return Values(self, self.parts[part], depth + 1).of(
            self.parts[part].template["Outputs"][name]["Value"])


class Values:
    """The values of a part, or of the parent (None), as they are in the whole."""

    def __init__(self, joining, part, depth=0):
        self.joining, self.part, self.depth = joining, part, depth

    def parameter(self, name, index=0):
        """What a parameter stands for, or None: it is one of the whole."""
        declared = self.part.template.get("Parameters", {}) if self.part else {}
        if name not in declared:
            assert self.part is None or name in self.part.template["Resources"] or "::" in name, \
                f"{self.part.name}: '{name}' is neither a resource nor a parameter"
            return None
        passed = self.part.passed[name]
        return {"Ref": passed} if isinstance(passed, str) else self.joining.output(passed[index], self.depth)

    def attribute(self, name, attribute):
        if attribute.startswith("Outputs.") and self.part is None:
            return self.joining.output((name, attribute.removeprefix("Outputs.")), self.depth)
        assert self.part is None or name in self.part.template["Resources"], \
            f"{self.part.name}: '{name}' is no resource"
        return None

    def of(self, value):
        if isinstance(value, list):
            return [self.of(item) for item in value]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            (word, argument), = value.items()
            function = getattr(self, "of_" + word.removeprefix("Fn::").lower(), None)
            if function and (word == "Ref" or word.startswith("Fn::")):
                return function(argument)
        return {key: self.of(item) for key, item in value.items()}

    def of_ref(self, name):
        return self.parameter(name) or {"Ref": name}

    def of_getatt(self, argument):
        return self.attribute(*argument) or {"Fn::GetAtt": argument}

    def of_select(self, argument):
        index, values = argument
        if isinstance(values, dict) and self.part and values.get("Ref") in self.part.passed:
            return self.parameter(values["Ref"], int(index))
        return {"Fn::Select": self.of(argument)}

    def of_split(self, argument):
        value = self.of(argument[1])
        joined = value.get("Fn::Join") if isinstance(value, dict) else None
        return joined[1] if joined and joined[0] == argument[0] else {"Fn::Split": [argument[0], value]}

    def of_sub(self, argument):
        text, variables = argument if isinstance(argument, list) else (argument, {})
        variables = {name: self.of(value) for name, value in variables.items()}

        def spelled(match):
            name, _, attribute = match[1].partition(".")
            if match[1].startswith("!"):
                return match[0]
            value = variables.get(match[1]) or (
                self.attribute(name, attribute) if attribute else self.parameter(name))
            if value is None:
                return match[0]
            (word, inner), = value.items()
            return "${" + (inner if word == "Ref" else ".".join(inner)) + "}"
        return {"Fn::Sub": re.sub(r"\$\{([^}]*)\}", spelled, text)}


def is_divided(folder):
    return os.path.exists(os.path.join(folder, "deploy.sh")) or \
        os.path.isdir(os.path.join(folder, "nested"))


def parts_of(folder):
    """The parts by id, and the parent, None if there is none."""
    if os.path.exists(os.path.join(folder, "deploy.sh")):
        return None, layered(folder)
    return nested(folder)


def joined(folder):
    if not is_divided(folder):
        return {section: Values(None, None).of(body) if section in SECTIONS else body
                for section, body in load(os.path.join(folder, "template.json")).items()}
    parent, parts = parts_of(folder)
    joining = Joining(parts)
    whole = {"Metadata": next(iter(parts.values())).template["Metadata"], "Parameters": {}}
    whole |= {section: {} for section in SECTIONS}
    borders = {source for part in parts.values() for passed in part.passed.values()
               if isinstance(passed, list) for source in passed}
    for name, part in parts.items():
        values = Values(joining, part)
        for parameter, body in part.template.get("Parameters", {}).items():
            if isinstance(part.passed.get(parameter), str):
                whole["Parameters"].setdefault(parameter, body)
        for section in SECTIONS:
            for key, body in part.template.get(section, {}).items():
                if section != "Outputs" or (name, key) not in borders and parent is None:
                    whole[section][key] = values.of(body)
    if parent is not None:
        whole["Metadata"] = parent["Metadata"]
        whole["Parameters"] = parent.get("Parameters", {})
        outputs = parent.get("Outputs")
        whole["Outputs"] = Values(joining, None).of(outputs) if outputs else {}
    return {section: body for section, body in whole.items() if body}


def order(parts):
    """The ids of the parts, each behind those that it needs; an AssertionError if some need each
    other in a circle."""
    needs = {name: part.after | {source[0] for passed in part.passed.values()
                                 if isinstance(passed, list) for source in passed}
             for name, part in parts.items()}
    made = []
    while len(made) < len(parts):
        ready = [name for name in parts if name not in made and needs[name] <= set(made)]
        assert ready, f"a circle: {set(parts) - set(made)}"
        made += ready
    return made, needs


def large(groups, dashboard=False):
    """A description of five tiers for each group. AWS has room for 23 in a dashboard."""
    lines = ["archgen: 1", "name: shop", "region: eu-west-1", "network: {zones: 2}",
             f"monitoring: {{notify: ops@example.com, dashboard: {json.dumps(dashboard)}}}", "tiers:"]
    flows = []
    for i in range(groups):
        lines += [f"  web{i}: {{kind: balancer, health: /health}}",
                  f"  app{i}: {{kind: containers, image: 'nginx:1.27', port: 8080}}",
                  f"  db{i}: {{kind: database, engine: postgres, version: '16.8'}}",
                  f"  files{i}: {{kind: bucket}}",
                  f"  cache{i}: {{kind: cache, engine: redis, version: '7.1'}}"]
        flows += [f"  - internet -> web{i} -> app{i} -> db{i}", f"  - app{i} -> files{i}: read",
                  f"  - app{i} -> cache{i}"]
    return "\n".join([*lines, "flows:", *flows, "environments: {prod: {}}", ""])
