"""From tokens to a tree, with the place of whatever cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import lru_cache

from rulebook.errors import ExpressionError, Text
from rulebook.syntax.tokens import Token, tokens
from rulebook.syntax.tree import (
    Among,
    Binary,
    Call,
    Compare,
    Dotted,
    Expression,
    Name,
    Number,
    Truth,
    Unary,
    Word,
)
from rulebook.units import base

_COMPARE = frozenset([">=", "<=", ">", "<", "==", "!="])
_RESERVED = frozenset(["and", "or", "not", "in", "under", "where"])
_LAGS = frozenset("123456789")
_DEEPEST = 40
"""Brackets inside brackets beyond this are refused."""
_HIGHEST = 100
"""A longer chain of operators is refused: `a + b + c …`."""
LONGEST = 2000
"""An expression of more characters is refused: a person could not read it."""
_TOO_LONG = Text("表达式太长", "the expression is too long")
_SPLIT = Text("请用 let 拆开", "Split it with let")


@lru_cache(maxsize=8192)
def read(text: str) -> Expression:
    """Read one expression; ExpressionError says what is wrong, where, and what would be right.

    >>> read("staff < 500人")
    Compare(op='<', left=Name(id='staff', lag=None), right=Number(value=Fraction(500, 1), suffix='人'))
    """
    if len(text) > LONGEST:
        raise ExpressionError(_TOO_LONG, _SPLIT)
    parser = _Parser(tokens(text), len(text))
    tree = parser.disjunction()
    parser.finish()
    if _height(tree) > _HIGHEST:
        raise ExpressionError(_TOO_LONG, _SPLIT)
    return tree


def _height(tree: Expression) -> int:
    """Count the levels of a tree without descending by recursion."""
    levels, row = 0, [tree]
    while row:
        levels += 1
        row = [inner for outer in row for inner in _inside(outer)]
    return levels


def _inside(tree: Expression) -> list[Expression]:
    held = [getattr(tree, one.name) for one in fields(tree)]
    held += [inner for part in held if isinstance(part, tuple) for inner in part]
    return [part for part in held if isinstance(part, Expression)]


class _Parser:
    """Recursive descent over the tokens, one method a level of precedence."""

    def __init__(self, tokens: list[Token], end: int) -> None:
        self.tokens = tokens
        self.place = 0
        self.end = end
        self.depth = 0

    def peek(self) -> str:
        return self.tokens[self.place].text if self.place < len(self.tokens) else ""

    def at(self) -> int:
        return self.tokens[self.place].at if self.place < len(self.tokens) else self.end

    def take(self) -> Token:
        if self.place >= len(self.tokens):
            raise self.error(
                "表达式没有写完", "the expression stops short", "补全它", "Complete it"
            )
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
            raise self.error(
                f"多出“{extra}”",
                f"{extra!r} is too much",
                "删去或加运算符",
                "Remove it or add an operator",
            )

    def inside(self, part: Callable[[], Expression]) -> Expression:
        """Read a part one level further in."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise ExpressionError(Text("嵌套太深", "nested too deeply"), _SPLIT, self.at())
        tree = part()
        self.depth -= 1
        return tree

    def disjunction(self) -> Expression:
        left = self.conjunction()
        while self.peek() == "or":
            at = self.take().at
            left = Binary("or", left, self.conjunction(), at)
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
            return Unary("not", self.inside(self.negation), at)
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
            what = Text(
                f"{token.text} 的左边应当是一个事实", f"a fact belongs before {token.text!r}"
            )
            raise ExpressionError(what, Text("写事实名", "Name a fact"), token.at)
        self.expect("[")
        words = [self.choice()]
        while self.peek() == ",":
            self.take()
            words.append(self.choice())
        self.expect("]")
        return Among(token.text, left, tuple(words), token.at)

    def choice(self) -> str:
        token = self.take()
        if token.kind == "op":
            raise self.misplaced(token, "写一个选项", "Write a choice")
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
            return Unary("-", self.inside(self.unary), at)
        return self.atom()

    def atom(self) -> Expression:
        token = self.take()
        if token.text == "(":
            inner = self.inside(self.disjunction)
            self.expect(")")
            return inner
        if token.kind == "number":
            return Number(base(token.text.replace("_", ""), token.suffix), token.suffix, token.at)
        if token.kind == "quoted":
            return Word(token.text.strip('"'), token.at)
        if token.kind != "word" or token.text in _RESERVED:
            raise self.misplaced(token, "写数字或事实", "Write a number or a fact")
        return self.named(token)

    def misplaced(self, token: Token, remedy_zh: str, remedy_en: str) -> ExpressionError:
        what = Text(f"这里不该有“{token.text}”", f"{token.text!r} cannot stand here")
        return ExpressionError(what, Text(remedy_zh, remedy_en), token.at)

    def named(self, token: Token) -> Expression:
        if token.text in ("true", "false"):
            return Truth(token.text == "true", token.at)
        match self.peek():
            case "(":
                return self.call(token)
            case "[":
                return Name(token.text, self.lag(), token.at)
            case ".":
                self.take()
                return Dotted(token.text, self.part(), token.at)
        return Name(token.text, None, token.at)

    def part(self) -> str:
        token = self.take()
        if token.kind != "word":
            raise self.misplaced(
                token, "写表的行名或列表的字段", "Write a table row or a field of the list"
            )
        return token.text

    def lag(self) -> int:
        self.expect("[")
        self.expect("t")
        self.expect("-")
        token = self.take()
        self.expect("]")
        if token.suffix or token.text not in _LAGS:
            what = Text("年份只能写 t-1 … t-9", "years go from t-1 to t-9")
            raise ExpressionError(what, Text("改成 t-1 等", "Write t-1 and so on"), token.at)
        return int(token.text)

    def call(self, token: Token) -> Expression:
        self.expect("(")
        if token.text == "points":
            return self.points(token)
        args = [self.inside(self.disjunction)]
        while self.peek() == ",":
            self.take()
            args.append(self.inside(self.disjunction))
        where = None
        if self.peek() == "where":
            self.take()
            where = self.inside(self.disjunction)
        self.expect(")")
        return Call(token.text, tuple(args), where, token.at)

    def points(self, token: Token) -> Expression:
        """Read the clause id inside `points(…)`, which may hold hyphens and dots."""
        parts = []
        while self.peek() not in (")", ""):
            parts.append(self.take())
        self.expect(")")
        clause = "".join(part.text + part.suffix for part in parts)
        if not clause:
            raise self.misplaced(token, "在括号里写条款编号", "Write a clause id in the brackets")
        return Call("points", (Word(clause.strip('"'), token.at),), None, token.at)
