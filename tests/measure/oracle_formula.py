"""The formula language read a second time: texts become trees of tuples (op, ...), without a line of the library."""
import re
from fractions import Fraction

SECOND = 10 ** 6  # instants and durations are microseconds
UNITS = {"ms": 1000, "s": SECOND, "min": 60 * SECOND, "h": 3600 * SECOND, "d": 86400 * SECOND,
          "w": 7 * 86400 * SECOND}

_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)(ms|min|s|h|d|w)?(?![a-z0-9_])|\"([^\"]*)\"|(\$?[a-z_][a-z0-9_]*)"
                    r"|(==|!=|<=|>=|[-+*/<>(),\[\]]))")


def tokens_of(text):
    out, at = [], 0
    text = text.rstrip()
    while at < len(text):
        m = _TOKEN.match(text, at)
        assert m, f"cannot read {text[at:]!r}"
        number, unit, string, word, mark = m.groups()
        if number is not None:
            out.append(("span", Fraction(number) * UNITS[unit]) if unit else ("number", Fraction(number)))
        elif string is not None:
            out.append(("text", string))
        else:
            out.append(("word", word) if word else ("mark", mark))
        at = m.end()
    return out + [("end", None)]


AGGREGATES = {"count", "sum", "mean", "min", "max", "ratio", "share", "stddev", "variance", "median", "quantile",
              "quantile_observed", "distinct", "recurring", "trimmed_mean"}


class Parser:
    """A tree of tuples: (op, ...)."""

    def __init__(self, text, parameters):
        self.tokens, self.at, self.parameters = tokens_of(text), 0, parameters

    def peek(self, *words):
        return self.tokens[self.at][0] in ("word", "mark") and self.tokens[self.at][1] in words

    def take(self, *words):
        if self.peek(*words):
            self.at += 1
            return self.tokens[self.at - 1][1]
        return None

    def need(self, word):
        assert self.take(word), f"expected {word} at {self.tokens[self.at]}"

    def formula(self):
        left = self.conjunction()
        while self.take("or"):
            left = ("or", left, self.conjunction())
        return left

    def conjunction(self):
        left = self.negation()
        while self.take("and"):
            left = ("and", left, self.negation())
        return left

    def negation(self):
        return ("not", self.negation()) if self.take("not") else self.test()

    def test(self):
        left = self.sum()
        op = self.take("==", "!=", "<", "<=", ">", ">=")
        if op:
            return (op, left, self.sum())
        if self.take("is"):
            word = "missing" if not self.take("not") else "present"
            given = self.take("missing", "present")
            return ("is", left, (given == "missing") == (word == "missing"))
        inverted = self.take("not")
        if self.take("in"):
            self.need("(")
            items = [self.unary()]
            while self.take(","):
                items.append(self.unary())
            self.need(")")
            tree = ("in", left, items)
            return ("not", tree) if inverted else tree
        return left

    def sum(self):
        left = self.product()
        while self.peek("+", "-"):
            left = (self.take("+", "-"), left, self.product())
        return left

    def product(self):
        left = self.unary()
        while self.peek("*", "/"):
            left = (self.take("*", "/"), left, self.unary())
        return left

    def unary(self):
        return ("neg", self.unary()) if self.take("-") else self.primary()

    def primary(self):
        kind, value = self.tokens[self.at]
        self.at += 1
        if kind in ("number", "span", "text"):
            return ("literal", kind, value)
        if value == "(":
            tree = self.formula()
            self.need(")")
            return tree
        if value == "[":
            name = self.tokens[self.at][1]
            self.at += 1
            self.need("]")
            return ("operand", name)
        if value in ("true", "false"):
            return ("literal", "boolean", value == "true")
        if value.startswith("$"):
            return Parser(str(self.parameters[value[1:]]), {}).formula()
        if not self.take("("):
            return ("field", value)
        arguments, where = [], None
        while not self.take(")"):
            if self.take("where"):
                where = self.formula()
            else:
                arguments.append(self.formula())
                self.take(",")
        return ("aggregate", value, arguments, where) if value in AGGREGATES else ("call", value, arguments)


def parse(text, parameters=None):
    parser = Parser(text, parameters or {})
    tree = parser.formula()
    assert parser.tokens[parser.at][0] == "end", text
    return tree


def walk(tree):
    """All nodes of a tree."""
    if isinstance(tree, tuple) and tree and isinstance(tree[0], str):
        yield tree
    for part in tree if isinstance(tree, (tuple, list)) else ():
        if isinstance(part, (tuple, list)):
            yield from walk(part)


def fields_of(tree):
    bounds = {node[2][0][1] for node in walk(tree) if node[0] == "call" and node[1].startswith("domain_")}
    return {node[1] for node in walk(tree) if node[0] == "field"} - bounds
