# SPDX-License-Identifier: MIT
"""docs/language.md as the manual page archgen-yaml(5). It knows the Markdown that the page uses:
headings, paragraphs, lists, fenced code, tables, code spans, emphasis, links."""
import re

HEAD = r""".\" SPDX-License-Identifier: MIT
.\" Made by scripts/docs from docs/language.md. Do not edit.
.TH ARCHGEN-YAML 5 "" "archgen" "File formats"
.ad l
.SH NAME
archgen\-yaml \- the description of a system that archgen compiles
.SH DESCRIPTION
"""
TAIL = r""".SH SEE ALSO
.BR archgen (1)
"""
FENCE = re.compile(r"^```")
ITEM = re.compile(r"^- ")


def escape(text):
    """Text in which roff sees nothing but characters."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    text = text.replace("'", "\\(aq").replace("`", "\\(ga").replace("^", "\\(ha").replace("~", "\\(ti")
    # What is not ASCII is written by its number, so that no locale matters.
    return "".join(c if ord(c) < 128 else f"\\[u{ord(c):04X}]" for c in text)


def inline(text):
    """Code in bold, emphasis in italics, links by their text."""
    parts = re.split(r"(`[^`]+`)", text)
    result = ""
    for part in parts:
        if part.startswith("`") and len(part) > 2:
            result += r"\fB" + escape(part[1:-1].replace("\\|", "|")) + r"\fR"
            continue
        part = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", part).replace("\\|", "|")
        for piece in re.split(r"(\*\*[^*]+\*\*|\*[^*]+\*)", part):
            if piece.startswith("**"):
                result += r"\fB" + escape(piece[2:-2]) + r"\fR"
            elif piece.startswith("*") and len(piece) > 2:
                result += r"\fI" + escape(piece[1:-1]) + r"\fR"
            else:
                result += escape(piece)
    return result


def line(text):
    """A line of running text; one that begins with a control character is protected."""
    text = inline(text)
    return ("\\&" + text if text[:1] in (".", "'") else text) + "\n"


def row_cells(row):
    """The cells of a table's row; a bar that is escaped, or in code, belongs to its cell."""
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", row.strip()[1:-1])]


def table(rows):
    """Each row a paragraph: the first cell, then the others with the heads of their columns."""
    heads, out = row_cells(rows[0]), ""
    for row in rows[2:]:
        first, *rest = row_cells(row)
        out += ".TP\n" + line(first)
        facts = []
        for head, cell in zip(heads[1:], rest):
            if not cell:
                continue
            plain = head in ("", "value", "means", "meaning", "what") or cell == "required"
            facts.append(cell if plain else f"{head} {cell}")
        text = "; ".join(facts[:-1])
        text = f"{text}. {facts[-1]}" if text and heads[-1] == "" else "; ".join(facts)
        out += line(text) if facts else "\\&\n"
    return out


def take(lines, at, belongs):
    end = at
    while end < len(lines) and belongs(lines[end]):
        end += 1
    return lines[at:end], end


def block(lines, at):
    """The block that begins at a line, and the number of the line after it."""
    first = lines[at]
    if FENCE.match(first):
        code, end = take(lines, at + 1, lambda text: not FENCE.match(text))
        body = "".join("\\&" + escape(text) + "\n" for text in code)
        return f".PP\n.RS\n.nf\n{body}.fi\n.RE\n", end + 1
    found = re.match(r"^(#+) (.*)", first)
    if found:
        name = found[2]
        head = ".SH " + escape(name.upper()) if len(found[1]) < 3 else ".SS " + escape(name)
        return head + "\n", at + 1
    if first.startswith("|"):
        rows, end = take(lines, at, lambda text: text.startswith("|"))
        return table(rows), end
    if ITEM.match(first):
        return ".IP \\(bu 2\n" + line(first[2:]), at + 1
    if first.startswith("<!--") or not first.strip():
        return "", at + 1
    return ".PP\n" + line(first), at + 1


def page(markdown):
    """The whole manual page."""
    lines = markdown.splitlines()[1:]  # the heading is the name of the page
    out, at = HEAD, 0
    while at < len(lines):
        text, at = block(lines, at)
        out += text
    return out + TAIL
