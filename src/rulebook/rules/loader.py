"""From a rule file to an edition: every expression read, checked and lowered; every fault with its line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from typing import Any

from rulebook.rules import clauses as clause_forms
from rulebook.language import simplify
from rulebook.language.bands import steps
from rulebook.rules.editions import AmountRule, Cited, Edition, Measure, ShareRule
from rulebook.errors import CorpusError, ExpressionError, Fault, Text
from rulebook.facts import Catalogue
from rulebook.graph import Graph, Input, Node, Op
from rulebook.records.inputs import Source
from rulebook.language.lowering import Lowered, Scope, refuse
from rulebook.results import Mark
from rulebook.syntax import Expression, Name
from rulebook.syntax import read as read_expression
from rulebook.units import POINT, RATIO, SUFFIXES
from rulebook.values import INFINITY, Verdict
from rulebook.language.words import Wording
from rulebook.yamlfile import Document, Path_, check


def text_of(data: Mapping[str, str] | None) -> Text | None:
    """Turn ``{zh, en}`` into a Text."""
    return Text(data["zh"], data["en"]) if data else None


def mark_of(data: Mapping[str, Any]) -> Mark:
    """Turn a provenance map into a Mark."""
    return Mark(
        data["mark"], data.get("confidence", ""), tuple(data.get("sources", ())), text_of(data.get("note"))
    )


def cited(data: Mapping[str, str]) -> Cited:
    """Turn a document map into a Cited."""
    return Cited(data["title"], data.get("number", ""), data.get("url", ""))


def labels_of(data: Mapping[str, Any]) -> tuple[tuple[int, str], ...]:
    """Turn ``{1: 微型}`` into sorted pairs."""
    return tuple(sorted((int(key), str(word)) for key, word in data.get("labels", {}).items()))


class Loader:
    """Reads one document; faults are gathered so that all are shown at once."""

    def __init__(self, document: Document, catalogue: Catalogue, graph: Graph, sources: dict[str, Source]) -> None:
        """Prepare the names that the document's expressions may use."""
        self.document = document
        self.data: dict[str, Any] = document.data
        self.catalogue = catalogue
        self.faults: list[Fault] = []
        self.flat = dict(clause_forms.flatten(self.data.get("clauses", ()), ("clauses",)))
        self._repeated()
        lets = {key: Text(**value["name"]) for key, value in self.data.get("let", {}).items()}
        self.wording = Wording(catalogue, lets, {key: Text(**c["name"]) for key, (c, _) in self.flat.items()})
        self.scope = Scope(
            catalogue,
            graph,
            sources,
            lets={key: self._let(key) for key in lets},
            points={
                **{key: self._points(key) for key, (c, _) in self.flat.items() if "points" in c},
                **({"score": self._score} if "score" in self.data else {}),
            },
            tables={key: self._table(key) for key in self.data.get("tables", {})},
        )

    def _repeated(self) -> None:
        seen: set[str] = set()
        for clause_id, path in clause_forms.ids(self.data.get("clauses", ()), ("clauses",)):
            if clause_id in seen:
                self.fault(path, Text(f"条款 {clause_id} 重复", f"clause {clause_id} stands twice"), Text("改编号", "Rename it"))
            seen.add(clause_id)

    def fault(self, path: Path_, what: Text, remedy: Text) -> None:
        """Note a fault."""
        self.faults.append(self.document.fault(path, what, remedy))

    def attempt(self, path: Path_, make: Any, *args: Any) -> Any:
        """Run a step; an ExpressionError becomes a fault at `path` and the answer is None."""
        try:
            return make(*args)
        except ExpressionError as error:
            self.fault(path, error.what, error.remedy)
            return None

    def _let(self, key: str) -> Any:
        data = self.data["let"][key]

        def make(scope: Scope) -> Lowered:
            if "is" in data:
                return scope.lower(read_expression(str(data["is"])))
            if "bands" in data:
                return self.banded(data["bands"]["of"], data["bands"]["rows"], data.get("unit", ""))
            return self._choose(data)

        return make

    def banded(self, of: str, rows: list[str], suffix: str = "") -> Lowered:
        """Lower a step function."""
        tree = read_expression(of)
        inner = self.scope.number(tree)
        node = simplify.bands(self.scope.graph, inner.node, steps(rows, inner.unit, self._domain(tree)), 0)
        return Lowered(node, SUFFIXES[suffix][0])

    def _domain(self, tree: Expression) -> tuple[Any, Any]:
        if isinstance(tree, Name) and tree.id in self.catalogue:
            fact = self.catalogue[tree.id]
            return (
                -INFINITY if fact.least is None else fact.least,
                INFINITY if fact.most is None else fact.most,
            )
        return -INFINITY, INFINITY

    def _choose(self, data: Mapping[str, Any]) -> Lowered:
        scope = self.scope
        if "otherwise" in data:
            result = scope.number(read_expression(str(data["otherwise"])))
        else:
            result = Lowered(scope.graph.node(Op.INPUT, data=Input("?")), RATIO, zero=True)
        for row in reversed(data["choose"]):
            condition = scope.verdict(read_expression(row["when"]))
            value = scope.number(read_expression(str(row["is"])))
            unit = scope.common(value, result, 0)
            result = Lowered(scope.graph.node(Op.PICK, condition, value.node, result.node), unit)
        return result

    def _table(self, key: str) -> Any:
        data = self.data["tables"][key]

        def make(scope: Scope, part: str, at: int) -> Lowered:
            row = data["rows"].get(part)
            if row is None:
                known = "、".join(data["rows"])
                raise refuse(at, (f"表 {key} 没有行 {part}", f"table {key} has no row {part}"), (f"有：{known}", f"Rows: {known}"))
            suffix = data.get("unit", "")
            index = scope.number(Name(data["key"]))
            graph = scope.graph
            values = [graph.const(Fraction(str(value)) * SUFFIXES[suffix][1]) for value in row]
            result = values[-1]
            for place in range(len(values) - 1, 0, -1):
                same = graph.node(Op.EQ, index.node, graph.const(place))
                result = graph.node(Op.PICK, same, values[place - 1], result)
            return Lowered(result, SUFFIXES[suffix][0])

        return make

    def _points(self, clause_id: str) -> Any:
        data = self.flat[clause_id][0]["points"]

        def make(scope: Scope) -> Lowered:
            if "bands" in data:
                inner = self.banded(data["of"], data["bands"], "分")
            elif "is" in data:
                inner = scope.number(read_expression(str(data["is"])))
                if inner.unit not in (POINT, RATIO):
                    raise refuse(0, (f"得分不能以{inner.unit.text}计", f"points cannot be in {inner.unit.text}"), ("应为分", "Use points"))
            else:
                inner = self._combined(data)
            return self._capped(inner, data)

        return make

    def _combined(self, data: Mapping[str, Any]) -> Lowered:
        op = Op.MAX if "best" in data else Op.ADD
        parts = [self._point(name) for name in data.get("best", data.get("sum", ()))]
        return Lowered(reduce(lambda a, b: self.scope.graph.node(op, a, b), parts), POINT)

    def _point(self, name: str) -> Node:
        if name not in self.scope.points:
            raise refuse(0, (f"没有计分条款 {name}", f"no clause {name} gives points"), ("写条款编号", "Name a clause"))
        return self.scope.once("points", name, 0, self.scope.points[name]).node

    def _capped(self, inner: Lowered, data: Mapping[str, Any]) -> Lowered:
        if "cap" not in data:
            return Lowered(inner.node, POINT)
        cap = self.scope.graph.const(Fraction(str(data["cap"])))
        return Lowered(self.scope.graph.node(Op.MIN, inner.node, cap), POINT)

    def _score(self, scope: Scope) -> Lowered:
        return self._capped(self._combined(self.data["score"]), self.data["score"])

    def edition(self) -> Edition | None:
        """Build the edition, or note why not."""
        data = self.data
        made = clause_forms.ClauseMaker(self).all(data.get("clauses", ()), ("clauses",), "")
        verdicts = {clause.id: clause.verdict for top in made for clause in top.walk()}
        lets = {key: self.attempt(("let", key), self._let_measure, key) for key in data.get("let", {})}
        score = self.attempt(("score",), lambda: self._point("score")) if "score" in data else None
        class_ = self.attempt(("class",), self._class) if "class" in data else None
        verdict = self.attempt(("verdict",), self._verdict, verdicts, score, class_)
        amounts = [self.attempt(("amounts", i), self._amount, row) for i, row in enumerate(data.get("amounts", ()))]
        shares = [self.attempt(("shares", i), self._share, row) for i, row in enumerate(data.get("shares", ()))]
        if self.faults:
            return None
        return Edition(
            standard=data["standard"],
            kind=data["kind"],
            name=Text(**data["name"]),
            short=Text(**data["short"]),
            opens=date.fromisoformat(data["opens"]),
            closes=date.fromisoformat(data["closes"]) if "closes" in data else None,
            jurisdiction=data["jurisdiction"],
            document=cited(data["document"]),
            mark=mark_of(data["provenance"]),
            clauses=tuple(made),
            verdict=verdict,
            tree=data.get("verdict"),
            score=score,
            most=float(data["score"]["max"]) if "score" in data else None,
            pass_mark=float(data["score"]["pass"]) if "pass" in data.get("score", {}) else None,
            class_=class_,
            amounts=tuple(amounts),
            shares=tuple(shares),
            tables=data.get("tables", {}),
            views=tuple((Text(**view["name"]), float(view["times"])) for view in data.get("views", ())),
            label=text_of(data.get("label")),
            notes=tuple(Text(**note) for note in data.get("notes", ())),
            lets=lets,
            sources=self.scope.sources,
            digest=digest(data),
            file=self.document.file,
        )

    def _let_measure(self, key: str) -> Measure:
        lowered = self.scope.lower(Name(key))
        name = self.wording.lets[key]
        labels = labels_of(self.data["let"][key])
        return Measure(name, name, lowered.node, lowered.node, lowered.unit, labels=labels)

    def _class(self) -> Measure:
        key = self.data["class"]["of"]
        if key not in self.data.get("let", {}):
            raise refuse(0, (f"没有命名值 {key}", f"there is no named value {key}"), ("写在 let 里", "Define it under let"))
        return self._let_measure(key)

    def _verdict(self, verdicts: Mapping[str, Node | None], score: Node | None, class_: Measure | None) -> Node:
        if "verdict" in self.data:
            return self._tree(self.data["verdict"], verdicts)
        graph = self.scope.graph
        certain = class_.left if class_ is not None else score
        if certain is None:
            return graph.node(Op.VERDICT, data=Verdict.MET)
        return graph.node(Op.OR, *[graph.node(Op.EQ, certain, certain)] * 2)

    def _tree(self, tree: Any, verdicts: Mapping[str, Node | None]) -> Node:
        if isinstance(tree, str):
            node = verdicts.get(tree)
            if node is None:
                raise refuse(0, (f"没有条件条款 {tree}", f"no clause {tree} is a condition"), ("写条款编号", "Name a clause"))
            return node
        op, parts = (Op.AND, tree["all"]) if "all" in tree else (Op.OR, tree["any"])
        return reduce(lambda a, b: self.scope.graph.node(op, a, b), [self._tree(part, verdicts) for part in parts])

    def _amount(self, data: Mapping[str, Any]) -> AmountRule:
        with self.scope.collecting() as trail:
            lowered = self.scope.number(read_expression(data["is"]))
        mark = mark_of(data.get("provenance", self.data["provenance"]))
        return AmountRule(data["id"], Text(**data["name"]), data["cite"], lowered.node, lowered.unit, mark, tuple(trail))

    def _share(self, data: Mapping[str, Any]) -> ShareRule:
        above, below = (self.scope.number(read_expression(str(data[k]))) for k in ("numerator", "denominator"))
        mark = mark_of(data.get("provenance", self.data["provenance"]))
        unit = above.unit / below.unit
        name, says = Text(**data["name"]), text_of(data.get("says"))
        return ShareRule(data["id"], name, data["cite"], above.node, below.node, unit, mark, says)


def digest(data: Any) -> str:
    """Give the fingerprint of a rule's content, whatever its layout."""
    plain = json.dumps(data, ensure_ascii=False, sort_keys=True, default=_decimal)
    return hashlib.sha256(plain.encode()).hexdigest()


def _decimal(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(value)


def load_edition(
    document: Document, catalogue: Catalogue, graph: Graph, sources: dict[str, Source]
) -> Edition:
    """Read one edition; CorpusError lists every fault."""
    faults = check(document, "rule")
    if faults:
        raise CorpusError(tuple(faults))
    loader = Loader(document, catalogue, graph, sources)
    edition = loader.edition()
    if edition is None:
        raise CorpusError(tuple(dict.fromkeys(loader.faults)))
    return edition
