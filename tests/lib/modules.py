# SPDX-License-Identifier: MIT
"""The modules of a divided system, joined again into the one module that they were.

    for name, body in modules.bodies(folder):     # of "hcl/prod"; without division, its files

What crosses a border is followed through what the root passes on, so that a value that is passed
wrongly is wrong in the whole as well. Calls and what only tells Terraform where things went are not
part of the whole.
"""
import os
from dataclasses import dataclass, field

import hcl

CHILDREN = "modules"


def read(folder):
    """The files of a folder: name → body."""
    found = {}
    for name in sorted(os.listdir(folder)):
        if name.endswith(".tf"):
            with open(os.path.join(folder, name), encoding="utf-8") as source:
                found[name] = hcl.parse(source.read(), name)
    return found


def is_child(folder):
    """Whether a folder is that of a module that another calls."""
    return os.path.basename(os.path.dirname(os.path.abspath(folder))) == CHILDREN


@dataclass
class Module:
    name: str
    files: dict
    call: hcl.Body = None
    own: set = field(default_factory=set)  # addresses: (type, label), ("data", type, label)

    def __post_init__(self):
        for block in self.blocks():
            if block.type in ("resource", "data"):
                self.own.add(address(block))

    def blocks(self):
        return [block for body in self.files.values() for block in body.blocks]

    def block(self, kind, label):
        found = [block for block in self.blocks() if [block.type, *block.labels] == [kind, label]]
        assert len(found) == 1, f"{self.name}: {len(found)} blocks {kind} {label!r}"
        return found[0].body


def address(block):
    return tuple(block.labels) if block.type == "resource" else (block.type, *block.labels)


class Joining:
    def __init__(self, folder):
        self.root = Module("the root", read(folder))
        self.children = {}
        for block in self.root.blocks():
            if block.type == "module":
                path = block.body.attributes["source"]
                assert path.startswith("./"), path
                self.children[block.labels[0]] = Module(
                    path, read(os.path.join(folder, path)), block.body)
        self.all = set().union(self.root.own, *(child.own for child in self.children.values()))

    def passed(self, module, path):
        """What a reference within a module stands for, or None: itself."""
        if path[0] == "var" and module.call is not None:
            module.block("variable", path[1])
            assert path[1] in module.call.attributes, f"{module.name}: {path[1]} is not given"
            return self.of(self.root, module.call.attributes[path[1]]), path[2:]
        if path[0] == "module":
            child = self.children[path[1]]
            return self.of(child, child.block("output", path[2]).attributes["value"]), path[3:]
        own = path[:3] if path[0] == "data" else path[:2]
        assert own in module.own or own not in self.all, f"{module.name}: {own} is in another module"
        return None

    def of(self, module, value):
        """A value of a module as it is in the whole."""
        if isinstance(value, hcl.Reference):
            path = tuple(self.of(module, part) for part in value.path)
            found = self.passed(module, path)
            if found is None:
                return hcl.Reference(path)
            return hcl.Reference(found[0].path + found[1]) if found[1] else found[0]
        if isinstance(value, list):
            return [self.of(module, item) for item in value]
        if isinstance(value, dict):
            return {self.of(module, key): self.of(module, item) for key, item in value.items()}
        if isinstance(value, hcl.Call):
            return hcl.Call(value.name, tuple(self.of(module, item) for item in value.args))
        if isinstance(value, hcl.Operation):
            return hcl.Operation(value.operator, tuple(self.of(module, item) for item in value.operands))
        if isinstance(value, hcl.Template):
            return hcl.Template(tuple(self.of(module, item) for item in value.parts))
        return value

    def waited_for(self, module, reference):
        """What an item of depends_on stands for."""
        if reference.path[0] != "var" or module.call is None:
            return [self.of(module, reference)]
        _, name, output = module.call.attributes[reference.path[1]].path
        return self.children[name].block("output", output).attributes["depends_on"]

    def provider(self, module, value):
        if module.call is None:
            return value
        providers = module.call.attributes.get("providers", {})
        name = ".".join(value.path) if value else "aws"
        if name not in providers and value is None:
            return None
        given = providers[name]
        return None if given.path == ("aws",) else given

    def body(self, module, body, is_block=True):
        made = hcl.Body({}, [hcl.Block(block.type, block.labels, self.body(module, block.body, False),
                                       block.line) for block in body.blocks])
        for name, value in body.attributes.items():
            if name == "depends_on" and is_block:
                made.attributes[name] = [found for item in value
                                         for found in self.waited_for(module, item)]
            elif name != "provider" or not is_block:
                made.attributes[name] = self.of(module, value)
        if is_block:
            provider = self.provider(module, body.attributes.get("provider"))
            if provider is not None:
                made.attributes["provider"] = provider
        return made

    def files(self):
        known = {}
        for module in (self.root, *self.children.values()):
            for name, body in module.files.items():
                blocks = []
                for block in body.blocks:
                    is_frame = block.type in ("module", "moved")
                    if is_frame or module.call is not None and block.type not in ("resource", "data"):
                        continue
                    made = hcl.Block(block.type, block.labels, self.body(module, block.body), block.line)
                    if block.type in ("resource", "data"):
                        other = known.setdefault(address(block), made)
                        assert other is made or block.type == "data" and other.body == made.body, \
                            f"{module.name}: {address(block)} is in another module too"
                        if other is not made:
                            continue
                    blocks.append(made)
                yield name, hcl.Body(body.attributes, blocks)

    def check_calls(self):
        """What a module is given is what it asks for, and its share of the root's variables is like
        those but for their defaults: as secret, and checked in the same way."""
        for child in self.children.values():
            asked = {block.labels[0]: block.body for block in child.blocks()
                     if block.type == "variable"}
            given = set(child.call.attributes) - {"source", "providers"}
            assert given == set(asked), f"{child.name}: {given ^ set(asked)}"
            for name, body in asked.items():
                path = child.call.attributes[name].path
                assert "default" not in body.attributes, f"{child.name}: {name} has a default"
                if path[0] == "var":
                    whole = self.root.block("variable", path[1])
                    rest = {key: value for key, value in whole.attributes.items() if key != "default"}
                    assert path[1] == name and rest == body.attributes, f"{child.name}: {name}"
                    assert [(block.type, block.body) for block in whole.blocks] == \
                        [(block.type, block.body) for block in body.blocks], f"{child.name}: {name}"

    def moves(self):
        return [(block.body.attributes["from"].path, block.body.attributes["to"].path)
                for block in self.root.blocks() if block.type == "moved"]


def is_divided(folder):
    return os.path.isdir(os.path.join(folder, CHILDREN))


def bodies(folder):
    """Names and bodies of the files of the whole."""
    return list(Joining(folder).files() if is_divided(folder) else read(folder).items())


def texts(folder):
    """The texts of all files, those of the modules that are called included."""
    children = os.path.join(folder, CHILDREN)
    folders = [folder, *(os.path.join(children, name) for name in sorted(os.listdir(children)))] \
        if is_divided(folder) else [folder]
    found = []
    for path in folders:
        for name in sorted(os.listdir(path)):
            if name.endswith(".tf"):
                with open(os.path.join(path, name), encoding="utf-8") as source:
                    found.append(source.read())
    return found


def check(folder):
    """Calls give what is asked for, and every resource has a way from where it stood in one module to where it stands now; an
    AssertionError if not."""
    joining = Joining(folder)
    joining.check_calls()
    moves = joining.moves()
    ends = [to for _, to in moves]
    assert len(set(ends)) == len(ends), "two moves have the same end"
    known = set(moves)
    for name, child in joining.children.items():
        for own in child.own:
            if own[0] != "data":
                assert (own, ("module", name, *own)) in known, f"no move of {own}"
    return len(moves)
