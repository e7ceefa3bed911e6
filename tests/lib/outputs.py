# SPDX-License-Identifier: MIT
"""Both outputs of an environment as lists of items whose values are compared as text.

    for item in cfn(folder) + hcl(folder): item.type, item.name, item.body

A value's text: "true", "42", a string itself; parameters and variables are replaced by what they
are set to; a reference is "@Name", "@Name.Attribute", "@aws_vpc.main.id"; the n-th zone is "az[n]";
what stays open within a text is "${…}". Texts that are built (Join, Sub, format, jsonencode, …) are
built here as well.
"""
import json
import os
import re
from dataclasses import dataclass

import hcl
import layouts
import modules

ZONES = "data.aws_availability_zones.available.names"


@dataclass
class Item:
    type: str    # "AWS::EC2::VPC", "aws_vpc", "data.aws_ami", "Output", "variable", "provider.aws" …
    name: str
    body: object  # dict or hcl.Body
    extra: dict   # CloudFormation's attributes beside the properties: DependsOn, DeletionPolicy …
    reader: object


class Cfn:
    """A template with the values of its parameters file."""

    def __init__(self, folder, file="template.json"):
        if file == "template.json" and layouts.is_divided(folder):
            self.template = layouts.joined(folder)
        else:
            self.template = layouts.load(os.path.join(folder, file))
        self.values = {name: parameter["Default"]
                       for name, parameter in self.template.get("Parameters", {}).items()
                       if "Default" in parameter}
        path = os.path.join(folder, "parameters.json")
        if os.path.exists(path) and file == "template.json":
            with open(path, encoding="utf-8") as source:
                self.values.update(line.split("=", 1) for line in json.load(source))

    def items(self):
        for name, resource in self.template["Resources"].items():
            extra = {key: value for key, value in resource.items() if key != "Properties"}
            yield Item(resource["Type"], name, resource.get("Properties", {}), extra, self)
        for section in ("Parameters", "Outputs"):
            for name, body in self.template.get(section, {}).items():
                yield Item(section[:-1], name, body, {}, self)
        yield Item("Metadata", "", self.template.get("Metadata", {}), {}, self)
        yield Item("Template", "", {"Text": json.dumps(self.template)}, {}, self)

    def step(self, value, name):
        return [value[name]] if isinstance(value, dict) and name in value else []

    def text(self, value):
        if value is None or isinstance(value, bool):
            return json.dumps(value)
        if isinstance(value, list):
            return "[" + ", ".join(self.text(entry) for entry in value) + "]"
        if not isinstance(value, dict):
            return str(value)
        if len(value) == 1:
            (name, argument), = value.items()
            function = getattr(self, "of_" + name.removeprefix("Fn::").lower(), None)
            if function and (name == "Ref" or name.startswith("Fn::")):
                return function(argument)
        return "{" + ", ".join(f"{key}: {self.text(entry)}" for key, entry in value.items()) + "}"

    def of_ref(self, name):
        if name in self.values:
            return str(self.values[name])
        return f"${{{name}}}" if name.startswith("AWS::") else f"@{name}"

    def of_getatt(self, argument):
        return "@" + (argument if isinstance(argument, str) else ".".join(argument))

    def of_sub(self, argument):
        text, names = (argument, {}) if isinstance(argument, str) else argument
        known = {**self.values, **{name: self.text(value) for name, value in names.items()}}
        return re.sub(r"\$\{([^!}]+)\}", lambda m: str(known.get(m[1], m[0])), text)

    def of_join(self, argument):
        glue, parts = argument
        return glue.join(self.text(part) for part in parts) if isinstance(parts, list) else "join"

    def of_base64(self, argument):
        return self.text(argument)

    def of_select(self, argument):
        index, values = argument
        if isinstance(values, list):
            return self.text(values[int(index)])
        return f"az[{index}]" if "Fn::GetAZs" in values else f"select {index} {self.text(values)}"


class Hcl:
    """The root module in a folder, with the values of its terraform.tfvars."""

    def __init__(self, folder):
        self.blocks = [block for _, body in modules.bodies(folder) for block in body.blocks]
        self.values, texts = {}, modules.texts(folder)
        given = os.path.join(folder, "terraform.tfvars")
        if os.path.exists(given):
            with open(given, encoding="utf-8") as source:
                texts.append(source.read())
            self.values = hcl.parse(texts[-1], given).attributes
        self.source = "\n".join(texts)
        for block in self.blocks:
            if block.type == "variable" and "default" in block.body.attributes:
                self.values.setdefault(block.labels[0], block.body.attributes["default"])
        self.data = {tuple(block.labels): block.body for block in self.blocks
                     if block.type == "data"}

    def items(self):
        for block in self.blocks:
            kind, name = block.type, block.labels[-1] if block.labels else ""
            if kind == "resource":
                kind = block.labels[0]
            elif kind == "data":
                kind = "data." + block.labels[0]
            elif kind == "provider":
                kind = "provider." + block.labels[0]
            yield Item(kind, name, block.body, {}, self)
        yield Item("Template", "", {"Text": self.source}, {}, self)

    def step(self, value, name):
        if isinstance(value, hcl.Call) and value.name == "jsonencode":
            value = value.args[0]
            if isinstance(value, list):
                return [found for part in value for found in self.step(part, name)]
        if isinstance(value, hcl.Body):
            if name in value.attributes:
                return [value.attributes[name]]
            return [block.body for block in value.of(name)]
        return [value[name]] if isinstance(value, dict) and name in value else []

    def text(self, value):
        if value is None or isinstance(value, bool):
            return json.dumps(value)
        if isinstance(value, list):
            return "[" + ", ".join(self.text(entry) for entry in value) + "]"
        if isinstance(value, dict):
            return "{" + ", ".join(f"{key}: {self.text(v)}" for key, v in value.items()) + "}"
        if isinstance(value, hcl.Body):
            return self.text({**value.attributes,
                              **{block.type: block.body for block in value.blocks}})
        if isinstance(value, hcl.Template):
            return "".join(part if isinstance(part, str) else self.within(part)
                           for part in value.parts)
        if isinstance(value, hcl.Reference):
            return self.reference(value.path)
        if isinstance(value, hcl.Call):
            return self.call(value)
        if isinstance(value, hcl.Operation):
            glue = value.operator if value.operator == "." else f" {value.operator} "
            return glue.join(self.text(operand) for operand in value.operands)
        return str(value)

    def within(self, value):
        text = self.text(value)
        return f"${{{text[1:]}}}" if text.startswith("@") else text

    def reference(self, path):
        if path[0] == "var" and path[1] in self.values:
            return self.text(self.values[path[1]])
        if path[:2] == ("data", "aws_ssm_parameter") and path[1:3] in self.data:
            return self.text(self.data[path[1:3]].attributes.get("name"))
        text = ".".join(str(part) for part in path)
        if text.startswith(ZONES + "."):
            return f"az[{path[-1]}]"
        return "@" + text

    def call(self, value):
        args = value.args
        if value.name == "base64encode":
            return self.text(args[0])
        if value.name == "jsonencode" and not isinstance(args[0], str):
            return self.text(args[0])
        if value.name == "join" and isinstance(args[1], list):
            return args[0].join(self.text(part) for part in args[1])
        if value.name == "format" and isinstance(args[0], str):
            rest = iter(args[1:])
            return re.sub("%[sd]", lambda _: self.within(next(rest)), args[0])
        return f"{value.name}({', '.join(self.text(part) for part in args)})"


def apart(items):
    """Items of the stack or module that makes the role which deploys: their types begin with
    "delivery/", so that they do not count among the others."""
    return [Item("delivery/" + item.type, item.name, item.body, item.extra, item.reader)
            for item in items]


def cfn(folder):
    """The items of template.json or of the stacks that it is divided into, those of edge.json, the
    stack in us-east-1, and those of delivery.json, where there are such files."""
    files = [name for name in ("template.json", "edge.json")
             if os.path.exists(os.path.join(folder, name)) or
             name == "template.json" and layouts.is_divided(folder)]
    items = [item for file in files for item in Cfn(folder, file).items()]
    if os.path.exists(os.path.join(folder, "delivery.json")):
        items += apart(Cfn(folder, "delivery.json").items())
    return items


def module(folder):
    items = list(Hcl(folder).items())
    if os.path.isdir(os.path.join(folder, "delivery")):
        items += apart(Hcl(os.path.join(folder, "delivery")).items())
    return items
