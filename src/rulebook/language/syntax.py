"""The expression language: text to a tree, with places for error messages. Nothing here evaluates.

>>> read("rd_expense[t-2] / sales_revenue >= 3%")
Compare(op='>=', left=Binary(op='/', left=Name(id='rd_expense', lag=2), right=Name(id='sales_revenue', lag=None)), right=Number(value=Fraction(3, 100), suffix='%'))
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from rulebook.errors import ExpressionError, Text
from rulebook.units import SUFFIXES, base


@dataclass(frozen=True, slots=True)
class Number:
    """A literal in base units, with the unit it was written in."""

    value: Fraction
    suffix: str
    at: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Truth:
    """True or false."""

    value: bool
    at: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A fact or a named value, in year t-lag where one is given."""

    id: str
    lag: int | None = None
    at: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Dotted:
    """A row of a table, or an attribute of a list: `weights.IP01`."""

    id: str
    part: str
    at: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Word:
    """A quoted word, such as the name of a rank table."""

    text: str
    at: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Unary:
    """`not a` or `-a`."""

    op: str
    operand: Expression
    at: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Binary:
    """`+ - * /`, `and`, `or`."""

    op: str
    left: Expression
    right: Expression
    at: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """`>= <= > < == !=`."""

    op: str
    left: Expression
    right: Expression
    at: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Among:
    """`fact in [words]` or `code under [prefixes]`."""

    op: str
    name: Name
    words: tuple[str, ...]
    at: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments; lists may carry `where`."""

    function: str
    args: tuple[Expression, ...]
    where: Expression | None = None
    at: int = field(default=0, compare=False, repr=False)


Expression = Number | Truth | Name | Dotted | Word | Unary | Binary | Compare | Among | Call

_SUFFIX = "|".join(sorted((re.escape(s) for s in SUFFIXES if s), key=len, reverse=True))
_TOKEN = re.compile(
    rf"""\s*(?:
      (?P<number>\d[\d_]*(?:\.\d+)?)\s*(?P<suffix>{_SUFFIX})?
    | (?P<word>[^\W\d]\w*)
    | (?P<quoted>"[^"]*")
    | (?P<op>>=|<=|==|!=|[-+*/()<>,.\[\]])
    )""",
    re.VERBOSE,
)
_COMPARE = frozenset(">= <= > < == !=".split())
_DEEPEST = 40
LONGEST = 2000
"""An expression longer than this is refused: a person could not read it."""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int
    suffix: str = ""


def _tokens(text: str) -> list[_Token]:
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ExpressionError(
                Text(f"看不懂“{text[at:at + 10].strip()}”", f"cannot read {text[at:at + 10].strip()!r}"),
                Text("只能用数字、单位、事实名和运算符", "Use numbers, units, fact names and operators"),
                at,
            )
        kind = match.lastgroup if match.lastgroup != "suffix" else "number"
        body = match["number"] or match["word"] or match["quoted"] or match["op"]
        found.append(_Token(str(kind), body, match.start(kind or 0), match["suffix"] or ""))
        at = match.end()
    return found


def read(text: str) -> Expression:
    """Read one expression; ExpressionError says what is wrong and where."""
    if len(text) > LONGEST:
        raise ExpressionError(
            Text("表达式太长", "the expression is too long"), Text("请用 let 拆开", "Split it with let")
        )
    parser = _Parser(_tokens(text), len(text))
    tree = parser.disjunction()
    parser.finish()
    return tree


class _Parser:
    """Recursive descent over the tokens, one method a level of precedence."""

    def __init__(self, tokens: list[_Token], end: int) -> None:
        self.tokens = tokens
        self.place = 0
        self.end = end
        self.depth = 0

    def peek(self) -> str:
        return self.tokens[self.place].text if self.place < len(self.tokens) else ""

    def at(self) -> int:
        return self.tokens[self.place].at if self.place < len(self.tokens) else self.end

    def take(self) -> _Token:
        if self.place >= len(self.tokens):
            raise self.error("表达式没有写完", "the expression stops short", "补全它", "Complete it")
        self.place += 1
        return self.tokens[self.place - 1]

    def expect(self, text: str) -> None:
        if self.peek() != text:
            raise self.error(f"这里应当是“{text}”", f"{text!r} belongs here", "请补上", "Add it")
        self.place += 1

    def error(self, zh: str, en: str, remedy_zh: str, remedy_en: str) -> ExpressionError:
        return ExpressionError(Text(zh, en), Text(remedy_zh, remedy_en), self.at())

    def finish(self) -> None:
        if self.place < len(self.tokens):
            extra = self.peek()
            raise self.error(f"多出“{extra}”", f"{extra!r} is too much", "删去或加运算符", "Remove it or add an operator")

    def disjunction(self) -> Expression:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.error("嵌套太深", "nested too deeply", "请用 let 拆开", "Split it with let")
        left = self.conjunction()
        while self.peek() == "or":
            at = self.take().at
            left = Binary("or", left, self.conjunction(), at)
        self.depth -= 1
        return left

    def conjunction(self) -> Expression:
        left = self.negation()
        while self.peek() == "and":
            at = self.take().at
            left = Binary("and", left, self.negation(), at)
        return left

    def negation(self) -> Expression:
        if self.peek() == "not":
            at = self.take().at
            return Unary("not", self.negation(), at)
        return self.comparison()

    def comparison(self) -> Expression:
        left = self.sum()
        if self.peek() in ("in", "under"):
            return self.among(left)
        result: Expression | None = None
        while self.peek() in _COMPARE:
            token = self.take()
            right = self.sum()
            link = Compare(token.text, left, right, token.at)
            result = link if result is None else Binary("and", result, link, token.at)
            left = right
        return left if result is None else result

    def among(self, left: Expression) -> Expression:
        token = self.take()
        if not isinstance(left, Name):
            raise self.error("左边应当是一个事实", "the left side must be a fact", "写事实名", "Name a fact")
        self.expect("[")
        words = [self.choice()]
        while self.peek() == ",":
            self.take()
            words.append(self.choice())
        self.expect("]")
        return Among(token.text, left, tuple(words), token.at)

    def choice(self) -> str:
        token = self.take()
        if token.kind not in ("word", "number", "quoted"):
            raise self.error("这里应当是一个词", "a word belongs here", "写选项", "Write a choice")
        return token.text.strip('"') + token.suffix

    def sum(self) -> Expression:
        left = self.product()
        while self.peek() in ("+", "-"):
            token = self.take()
            left = Binary(token.text, left, self.product(), token.at)
        return left

    def product(self) -> Expression:
        left = self.unary()
        while self.peek() in ("*", "/"):
            token = self.take()
            left = Binary(token.text, left, self.unary(), token.at)
        return left

    def unary(self) -> Expression:
        if self.peek() == "-":
            at = self.take().at
            return Unary("-", self.unary(), at)
        return self.atom()

    def atom(self) -> Expression:
        token = self.take()
        if token.text == "(":
            inner = self.disjunction()
            self.expect(")")
            return inner
        if token.kind == "number":
            return Number(base(token.text.replace("_", ""), token.suffix), token.suffix, token.at)
        if token.kind == "quoted":
            return Word(token.text.strip('"'), token.at)
        if token.kind != "word":
            self.place -= 1
            raise self.error(f"这里不该有“{token.text}”", f"{token.text!r} cannot stand here", "写数字或事实", "Write a number or a fact")
        return self.named(token)

    def named(self, token: _Token) -> Expression:
        if token.text in ("true", "false"):
            return Truth(token.text == "true", token.at)
        match self.peek():
            case "(":
                return self.call(token)
            case "[":
                return Name(token.text, self.lag(), token.at)
            case ".":
                self.take()
                return Dotted(token.text, self.take().text, token.at)
        return Name(token.text, None, token.at)

    def lag(self) -> int:
        self.expect("[")
        self.expect("t")
        self.expect("-")
        token = self.take()
        self.expect("]")
        if not token.text.isdigit() or not 1 <= int(token.text) <= 9:
            raise self.error("年份只能写 t-1 … t-9", "years go from t-1 to t-9", "改成 t-1 等", "Write t-1 and so on")
        return int(token.text)

    def call(self, token: _Token) -> Expression:
        self.expect("(")
        if token.text == "points":
            return self.points(token)
        args = [self.disjunction()]
        while self.peek() == ",":
            self.take()
            args.append(self.disjunction())
        where = None
        if self.peek() == "where":
            self.take()
            where = self.disjunction()
        self.expect(")")
        return Call(token.text, tuple(args), where, token.at)

    def points(self, token: _Token) -> Expression:
        """Read the clause id inside `points(…)`, which may hold hyphens and dots."""
        parts = [self.take()]
        while self.peek() not in (")", ""):
            parts.append(self.take())
        self.expect(")")
        clause = "".join(part.text + part.suffix for part in parts)
        return Call("points", (Word(clause.strip('"'), token.at),), None, token.at)


def write(tree: Expression) -> str:
    """Write a tree back in one canonical form.

    >>> write(read("count(ip where class == I   and valid)"))
    'count(ip where class == I and valid)'
    """
    match tree:
        case Number(value, suffix):
            number = value / SUFFIXES[suffix][1]
            text = str(number) if number.denominator == 1 else repr(float(number))
            return f"{text}{suffix}"
        case Truth(value):
            return "true" if value else "false"
        case Name(id_, lag):
            return id_ if lag is None else f"{id_}[t-{lag}]"
        case Dotted(id_, part):
            return f"{id_}.{part}"
        case Word(text):
            return f'"{text}"'
        case Unary(op, operand):
            return f"{op} {_wrapped(operand)}" if op == "not" else f"-{_wrapped(operand)}"
        case Binary(op, left, right):
            return f"{_wrapped(left)} {op} {_wrapped(right)}"
        case Compare(op, left, right):
            return f"{_wrapped(left)} {op} {_wrapped(right)}"
        case Among(op, name, words):
            return f"{write(name)} {op} [{', '.join(words)}]"
        case Call(function, args, where):
            tail = f" where {write(where)}" if where is not None else ""
            return f"{function}({', '.join(map(write, args))}{tail})"


def _wrapped(tree: Expression) -> str:
    plain = isinstance(tree, Number | Truth | Name | Dotted | Word | Call | Compare | Among)
    return write(tree) if plain else f"({write(tree)})"
