# SPDX-License-Identifier: MIT
"""The small language in which tests/coverage says what an output must hold.

    check     = type ["[" conditions "]"] ["{" conditions "}"] ["none" | "x" number ["+"]]
    condition = path | "!" path | path operator value      conditions are joined with ";"
    path      = step {"." step}       step = name ["(" conditions ")"]     "@name" is not a property

    AWS::EC2::Subnet[CidrBlock: 10.0.1.0/24]{MapPublicIpOnLaunch: true; AvailabilityZone: az[0]}
    aws_lb_target_group{health_check.interval: 30} x1
    AWS::EC2::SecurityGroupIngress[CidrIp: 0.0.0.0/0; FromPort: 22] none

In brackets is which items are meant, in braces what each of them must have; then how many are meant
(at least one, if nothing is said). "|" and "*" in a type mean what they look like.

A path steps through lists by itself and so may find several values; "(conditions)" keeps those that
meet the conditions. Operators: ":" all values are this one, or together this list; "!:" none is;
"~" some value contains this text; "!~" none does; ">=" all numbers are at least this; "#" so many
values are found. Every operator but "!:", "!~" and "#" wants at least one value. A path alone: found
and neither null nor empty; with "!": not so. Words with one of " ;:[](){}~#!" stand in '…'.
"""
import re

TOKEN = re.compile(r"\s*(?:'(?P<quoted>[^']*)'|(?P<mark>!:|!~|>=|[\[\](){};~#!,])"
                   r"|(?P<colon>:)(?=\s)|(?P<word>(?:::|:(?!\s)|[^\s'\[\](){};~#!,:>]|>(?!=))+))")
OPERATORS = (":", "!:", "~", "!~", ">=", "#")


class CheckError(ValueError):
    pass


class Parser:
    def __init__(self, text):
        self.text, self.tokens, off = text, [], 0
        while text[off:].strip():
            match = TOKEN.match(text, off)
            if match is None:
                raise CheckError(f"{text!r}: not understood from {text[off:off + 20]!r}")
            self.tokens.append((match.lastgroup, match[match.lastgroup]))
            off = match.end()
        self.at = 0

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def take(self, mark):
        kind, word = self.peek()
        if kind in ("mark", "colon") and word == mark:
            self.at += 1
            return True
        return False

    def expect(self, mark):
        if not self.take(mark):
            raise CheckError(f"{self.text!r}: expected {mark!r}, found {self.peek()[1]!r}")

    def word(self):
        kind, word = self.peek()
        if kind not in ("word", "quoted"):
            raise CheckError(f"{self.text!r}: expected a word, found {word!r}")
        self.at += 1
        return kind, word

    def check(self):
        kind = self.word()[1]
        chosen, wanted = self.group("[", "]"), self.group("{", "}")
        low, high = 1, None
        if self.peek()[0] != "end":
            count = self.word()[1]
            if count == "none":
                low, high = 0, 0
            elif re.fullmatch(r"x\d+\+?", count):
                low = int(count[1:].rstrip("+"))
                high = None if count.endswith("+") else low
            else:
                raise CheckError(f"{self.text!r}: expected a count, found {count!r}")
        if self.peek()[0] != "end" or (high == 0 and wanted):
            raise CheckError(f"{self.text!r}: more than a check")
        return Check(self.text, kind, chosen, wanted, low, high)

    def group(self, start, end):
        conditions = []
        if self.take(start):
            conditions.append(self.condition())
            while self.take(";"):
                conditions.append(self.condition())
            self.expect(end)
        return conditions

    def condition(self):
        if self.take("!"):
            return self.path(), "absent", None
        path = self.path()
        for operator in OPERATORS:
            if self.take(operator):
                return path, operator, self.value()
        return path, "present", None

    def path(self):
        """Steps (name, conditions); a "." within quotes does not part steps."""
        steps, joined = [], False
        while True:
            kind, word = self.word()
            if kind == "word" and ":" in word:
                raise CheckError(f"{self.text!r}: a blank is missing in {word!r}")
            names = [word] if kind == "quoted" else word.split(".")
            if joined and names[0] == "":
                names = names[1:]
            joined = names[-1] == ""
            steps += [(name, []) for name in names if name]
            conditions = self.group("(", ")")
            if conditions:
                steps[-1] = (steps[-1][0], conditions)
                joined = True
            kind, word = self.peek()
            if not (kind == "quoted" and joined) and not (kind == "word" and word[0] == "."):
                return steps

    def value(self):
        if not self.take("["):
            words = [self.word()[1]]
            while self.peek()[0] in ("word", "quoted"):
                words.append(self.word()[1])
            if words[-1] == "az" and self.take("["):
                words[-1] = f"az[{self.word()[1]}]"
                self.expect("]")
            return " ".join(words)
        values = []
        while not self.take("]"):
            values.append(self.value())
            self.take(",")
        return values


class Check:
    def __init__(self, text, kind, chosen, wanted, low, high):
        self.text, self.kind, self.chosen, self.wanted = text, kind, chosen, wanted
        self.low, self.high = low, high
        pattern = "|".join(re.escape(part).replace(r"\*", ".*") for part in kind.split("|"))
        self.pattern = re.compile(pattern)

    def run(self, items):
        """The items meant, and what is wrong with them or ''."""
        found = [item for item in items if self.pattern.fullmatch(item.type)
                 and all(holds(item, item, condition) for condition in self.chosen)]
        if len(found) < self.low or (self.high is not None and len(found) > self.high):
            wanted = self.low if self.high is not None else f"{self.low} or more"
            where = self.text.split("{")[0] if self.chosen else self.kind
            return found, f"{len(found)} of {where.strip()}, not {wanted}"
        for item in found:
            for condition in self.wanted:
                if not holds(item, item, condition):
                    return found, f"{item.name}: {describe(condition)}, found {shown(item, condition)}"
        return found, ""


def describe(condition):
    path, operator, value = condition
    name = ".".join(step + ("(…)" if conditions else "") for step, conditions in path)
    return f"{name} {operator}" + (f" {value}" if value is not None else "")


def shown(item, condition):
    texts = [item.reader.text(value) for value in find(item, item, condition[0])]
    return ", ".join(repr(text[:60]) for text in texts[:3]) or "nothing"


def find(item, start, path):
    """The values that a path leads to, lists taken apart."""
    values = [item.body if start is item else start]
    for index, (name, conditions) in enumerate(path):
        if index == 0 and start is item and name.startswith("@"):
            values = [item.name] if name == "@name" else [item.extra.get(name[1:])]
            values = [value for value in values if value is not None]
        else:
            values = [found for value in values for found in item.reader.step(value, name)]
        values = [part for value in values
                  for part in (value if isinstance(value, list) else [value])]
        values = [value for value in values
                  if all(holds(item, value, condition) for condition in conditions)]
    return values


def holds(item, start, condition):
    path, operator, wanted = condition
    values = find(item, start, path)
    texts = [item.reader.text(value) for value in values]
    if operator in ("present", "absent"):
        present = any(text not in ("null", "", "[]", "{}") for text in texts)
        return present == (operator == "present")
    if operator == "#":
        return len(texts) == int(wanted)
    if operator == ":":
        if isinstance(wanted, list):
            return texts == wanted
        return bool(texts) and all(text == wanted for text in texts)
    if operator == "!:":
        return all(text != wanted for text in texts)
    if operator == "~":
        return any(wanted in text for text in texts)
    if operator == "!~":
        return not any(wanted in text for text in texts)
    return bool(texts) and all(is_number(text) and float(text) >= float(wanted) for text in texts)


def is_number(text):
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


def parse(text):
    return Parser(text).check()
