# SPDX-License-Identifier: MIT
"""Reads the part of HCL that archgen writes, independently of archgen, to compare what it says.

    body = parse(text)
    body.blocks[0].type, .labels, .body.attributes["name"]

Values: str, int, float, bool, None, list, dict, and for the rest Reference (a.b[0].c), Call,
Template (text with interpolations) and Operation. Heredocs are refused: archgen writes none.
"""
import re
from dataclasses import dataclass, field

TOKEN = re.compile(r"""
    (?P<space>[ \t\r]+|\#[^\n]*|//[^\n]*|/\*.*?\*/)
  | (?P<newline>\n)
  | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
  | (?P<name>[A-Za-z_][A-Za-z0-9_-]*)
  | (?P<mark>==|!=|<=|>=|&&|\|\||=>|\.\.\.|[{}()\[\]=,.:?<>!+\-*/%])
  | (?P<quote>")
""", re.VERBOSE | re.DOTALL)

ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


class HclError(ValueError):
    pass


@dataclass(frozen=True)
class Reference:
    path: tuple  # ("aws_vpc", "main", "id"); indexes are values

    def __str__(self):
        return ".".join(str(part) for part in self.path)


@dataclass(frozen=True)
class Call:
    name: str
    args: tuple


@dataclass(frozen=True)
class Template:
    parts: tuple  # str for text, any other value for an interpolation


@dataclass(frozen=True)
class Operation:
    operator: str
    operands: tuple


@dataclass
class Block:
    type: str
    labels: list
    body: "Body"
    line: int


@dataclass
class Body:
    attributes: dict = field(default_factory=dict)
    blocks: list = field(default_factory=list)

    def of(self, kind):
        return [block for block in self.blocks if block.type == kind]


class Parser:
    def __init__(self, text, name="hcl"):
        self.text, self.name, self.off = text, name, 0
        self.kind = self.word = None
        self.start = 0
        self.brackets = 0  # inside ( and [ a newline is white space
        self.advance()

    def fail(self, what):
        line = self.text.count("\n", 0, self.start) + 1
        raise HclError(f"{self.name}:{line}: {what}, found {self.word!r}")

    def advance(self):
        while True:
            self.start = self.off
            if self.off == len(self.text):
                self.kind, self.word = "end", ""
                return
            match = TOKEN.match(self.text, self.off)
            if match is None:
                self.word = self.text[self.off]
                self.fail("expected a token")
            self.off = match.end()
            self.kind, self.word = match.lastgroup, match.group()
            if self.kind == "space" or (self.kind == "newline" and self.brackets > 0):
                continue
            return

    def at(self, word):
        return self.kind == "mark" and self.word == word

    def take(self, word):
        if not self.at(word):
            return False
        self.advance()
        return True

    def expect(self, word):
        if not self.take(word):
            self.fail(f"expected {word!r}")

    def newlines(self):
        while self.kind == "newline":
            self.advance()

    def body(self, end):
        body = Body()
        while True:
            self.newlines()
            if self.kind == "end" if end is None else self.at(end):
                return body
            if self.kind != "name":
                self.fail("expected a name")
            name, line = self.word, self.text.count("\n", 0, self.start) + 1
            self.advance()
            if self.take("="):
                if name in body.attributes:
                    self.fail(f"the argument {name!r} is set twice")
                body.attributes[name] = self.expression()
            else:
                body.blocks.append(self.block(name, line))
            if self.kind not in ("newline", "end") and not self.at("}"):
                self.fail("expected the end of the line")

    def block(self, kind, line):
        labels = []
        while self.kind in ("quote", "name"):
            if self.kind == "quote":
                labels.append(self.string())
            else:
                labels.append(self.word)
                self.advance()
        outer, self.brackets = self.brackets, 0
        self.expect("{")
        body = self.body("}")
        self.brackets = outer
        self.expect("}")
        return Block(kind, labels, body, line)

    def expression(self):
        value = self.binary(0)
        if self.take("?"):
            yes = self.expression()
            self.expect(":")
            return Operation("?", (value, yes, self.expression()))
        return value

    LEVELS = [("||",), ("&&",), ("==", "!="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "/", "%")]

    def binary(self, level):
        if level == len(self.LEVELS):
            return self.unary()
        value = self.binary(level + 1)
        while self.kind == "mark" and self.word in self.LEVELS[level]:
            operator = self.word
            self.advance()
            value = Operation(operator, (value, self.binary(level + 1)))
        return value

    def unary(self):
        if self.at("-") or self.at("!"):
            operator = self.word
            self.advance()
            value = self.unary()
            if operator == "-" and isinstance(value, (int, float)):
                return -value
            return Operation(operator, (value,))
        return self.postfix(self.primary())

    def postfix(self, value):
        """What follows a reference or a call: attributes and indexes."""
        while isinstance(value, (Reference, Call, Operation)) and (self.at(".") or self.at("[")):
            if self.at("."):
                self.advance()
                part = "*" if self.at("*") else self.word
                self.advance()
            else:
                part = self.index()
            if isinstance(value, Reference):
                value = Reference(value.path + (part,))
            else:
                value = Operation(".", (value, part))
        return value

    def index(self):
        self.brackets += 1
        self.advance()
        if self.at("*"):
            part = "*"
            self.advance()
        else:
            part = self.expression()
        self.close("]")
        return part

    def close(self, word):
        self.brackets -= 1
        self.expect(word)

    def primary(self):
        if self.kind == "quote":
            return self.string()
        if self.kind == "number":
            word = self.word
            self.advance()
            return int(word) if word.isdigit() else float(word)
        if self.kind == "name":
            return self.named()
        if self.at("("):
            self.brackets += 1
            self.advance()
            value = self.expression()
            self.close(")")
            return value
        if self.at("["):
            return self.listing()
        if self.at("{"):
            return self.mapping()
        return self.fail("expected a value")

    def named(self):
        word = self.word
        self.advance()
        if word in ("true", "false", "null"):
            return {"true": True, "false": False, "null": None}[word]
        if not self.at("("):
            return Reference((word,))
        self.brackets += 1
        self.advance()
        args = []
        while not self.at(")"):
            args.append(self.expression())
            if not self.take(",") and not self.take("..."):
                break
        self.close(")")
        return Call(word, tuple(args))

    def listing(self):
        self.brackets += 1
        self.advance()
        if self.kind == "name" and self.word == "for":
            return self.comprehension("]")
        items = []
        while not self.at("]"):
            items.append(self.expression())
            if not self.take(","):
                break
        self.close("]")
        return items

    def comprehension(self, end):
        """Kept as its text: archgen writes few, and no test looks inside."""
        start, depth = self.start, 1
        while depth > 0:
            if self.kind == "quote":
                self.string()
                continue
            if self.kind == "end":
                self.fail(f"expected {end!r}")
            depth += self.kind == "mark" and self.word in "[{("
            depth -= self.kind == "mark" and self.word in "]})"
            if depth > 0:
                self.advance()
        text = self.text[start:self.start]
        self.close(end)
        return Operation("for", (text,))

    def mapping(self):
        outer, self.brackets = self.brackets, 0
        self.advance()
        self.newlines()
        if self.kind == "name" and self.word == "for":
            self.brackets = 1
            value = self.comprehension("}")
            self.brackets = outer
            return value
        items = {}
        while not self.at("}"):
            key = self.key()
            if not self.take("=") and not self.take(":"):
                self.fail("expected '='")
            if key in items:
                self.fail(f"the key {key!r} is used twice")
            items[key] = self.expression()
            if not self.take(",") and self.kind != "newline" and not self.at("}"):
                self.fail("expected ',' or a new line")
            self.newlines()
        self.brackets = outer
        self.expect("}")
        return items

    def key(self):
        if self.kind == "name":
            key = self.word
            self.advance()
            while self.take("."):  # of the providers that a module is given
                key += "." + self.word
                self.advance()
            return key
        value = self.primary()
        return value if isinstance(value, (str, int)) else str(value)

    def string(self):
        """From the opening quote; leaves the token after the closing one current."""
        parts, text = [], []
        while True:
            if self.off >= len(self.text) or self.text[self.off] == "\n":
                self.fail("expected the end of the string")
            char = self.text[self.off]
            if char == '"':
                self.off += 1
                break
            if char == "\\":
                text.append(self.escape())
            elif self.text.startswith(("$${", "%%{"), self.off):
                text.append(char + "{")
                self.off += 3
            elif self.text.startswith("${", self.off):
                if text:
                    parts.append("".join(text))
                text = []
                parts.append(self.interpolation())
            elif self.text.startswith("%{", self.off):
                self.fail("a template directive")
            else:
                text.append(char)
                self.off += 1
        if text or not parts:
            parts.append("".join(text))
        self.advance()
        return parts[0] if len(parts) == 1 and isinstance(parts[0], str) else Template(tuple(parts))

    def escape(self):
        char = self.text[self.off + 1:self.off + 2]
        if char in ESCAPES:
            self.off += 2
            return ESCAPES[char]
        digits = {"u": 4, "U": 8}.get(char)
        number = self.text[self.off + 2:self.off + 2 + (digits or 0)]
        if digits is None or not re.fullmatch(f"[0-9A-Fa-f]{{{digits}}}", number):
            self.fail("expected an escape")
        self.off += 2 + digits
        return chr(int(number, 16))

    def interpolation(self):
        outer, self.brackets = self.brackets, 1
        self.off += 2
        self.advance()
        value = self.expression()
        if not self.at("}"):
            self.fail("expected '}'")
        self.brackets = outer
        return value  # the offset stands behind '}', in the string again


def parse(text, name="hcl"):
    """The body of a file; HclError with name and line if it is not in the subset."""
    parser = Parser(text, name)
    return parser.body(None)


def strings(value):
    """All complete strings of a value or body, map keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Body):
        yield from strings(value.attributes)
        for block in value.blocks:
            yield from block.labels
            yield from strings(block.body)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from strings(key)
            yield from strings(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from strings(item)
    elif isinstance(value, (Call, Operation)):
        yield from strings(value.args if isinstance(value, Call) else value.operands)
    elif isinstance(value, Template):
        for part in value.parts:
            if not isinstance(part, str):
                yield from strings(part)
