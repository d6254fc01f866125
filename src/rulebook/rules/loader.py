"""From a rule file to an edition: every expression read, checked and lowered; every fault with its line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import TYPE_CHECKING, Any

from rulebook.errors import CorpusError, Text
from rulebook.graph import Graph, Node, Op
from rulebook.language.scope import refuse
from rulebook.rules.clauses import ClauseMaker
from rulebook.rules.draft import Draft
from rulebook.rules.editions import AmountRule, Clause, Edition, Measure, ShareRule
from rulebook.rules.parts import cited, day_of, digest, labels_of, mark_of, text_of
from rulebook.syntax import Name, read
from rulebook.units import RATIO, SUFFIXES
from rulebook.values import Verdict
from rulebook.yamlfile import Document, check

if TYPE_CHECKING:
    from rulebook.facts import Catalogue
    from rulebook.records.inputs import Source


def load_edition(
    document: Document, catalogue: Catalogue, graph: Graph, sources: dict[str, Source]
) -> Edition:
    """Read one edition; CorpusError lists every fault."""
    faults = check(document, "rule")
    if faults:
        raise CorpusError(tuple(faults))
    draft = Draft(document, catalogue, graph, sources)
    edition = _Loader(draft).edition()
    if draft.faults:
        raise CorpusError(tuple(dict.fromkeys(draft.faults)))
    return edition


class _Loader:
    """Builds the edition of one draft; where a part fails, the draft has its fault and the edition is not used."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.data = draft.data
        self.scope = draft.scope
        self.graph = draft.scope.graph

    def edition(self) -> Edition:
        data = self.data
        clauses = tuple(ClauseMaker(self.draft).all(data.get("clauses", ()), ("clauses",), ""))
        score = data.get("score")
        opens, closes = (self._try((key,), self._day, key) for key in ("opens", "closes"))
        class_ = self._try(("class",), self._class)
        node = self._try(("score",), lambda: self.scope.point("score").node if score else None)
        return Edition(
            standard=data["standard"],
            kind=data["kind"],
            name=Text(**data["name"]),
            short=Text(**data["short"]),
            opens=opens,
            closes=closes,
            jurisdiction=data["jurisdiction"],
            document=cited(data["document"]),
            mark=mark_of(data["provenance"]),
            clauses=clauses,
            verdict=self._try(("verdict",), self._verdict, clauses, node, class_),
            tree=data.get("verdict"),
            score=node,
            most=float(score["max"]) if score else None,
            pass_mark=float(score["pass"]) if score and "pass" in score else None,
            class_=class_,
            amounts=self._rows("amounts", self._amount),
            shares=self._rows("shares", self._share),
            tables=data.get("tables", {}),
            views=tuple((Text(**v["name"]), float(v["times"])) for v in data.get("views", ())),
            label=text_of(data.get("label")),
            notes=tuple(Text(**note) for note in data.get("notes", ())),
            lets={key: self._try(("let", key), self._let, key) for key in self.draft.lets},
            sources=self.scope.sources,
            digest=digest(data),
            file=self.draft.document.file,
        )

    def _try(self, path: tuple[str | int, ...], make: Any, *args: Any) -> Any:
        return self.draft.attempt(path, make, *args)

    def _rows(self, key: str, make: Any) -> tuple[Any, ...]:
        rows = enumerate(self.data.get(key, ()))
        return tuple(self._try((key, place), make, row) for place, row in rows)

    def _day(self, key: str) -> Any:
        return day_of(self.data[key]) if key in self.data else None

    def _let(self, key: str) -> Measure:
        lowered = self.scope.lower(Name(key))
        name = self.draft.wording.lets[key]
        labels = labels_of(self.draft.lets[key])
        return Measure(name, name, lowered.node, lowered.node, lowered.unit, labels=labels)

    def _class(self) -> Measure | None:
        if "class" not in self.data:
            return None
        key = self.data["class"]["of"]
        if key not in self.draft.lets:
            raise refuse(
                0,
                (f"没有命名值 {key}", f"there is no named value {key}"),
                ("写在 let 里", "Define it under let"),
            )
        return self._let(key)

    def _verdict(
        self, clauses: tuple[Clause, ...], score: Node | None, class_: Measure | None
    ) -> Node:
        if "verdict" in self.data:
            known = {clause.id: clause.verdict for top in clauses for clause in top.walk()}
            return self._tree(self.data["verdict"], known)
        certain = class_.left if class_ is not None else score
        if certain is None:
            return self.graph.node(Op.VERDICT, data=Verdict.MET)
        return self.graph.node(Op.EQ, certain, certain)

    def _tree(self, tree: Any, known: Mapping[str, Node | None]) -> Node:
        if not isinstance(tree, str):
            op, parts = (Op.AND, tree["all"]) if "all" in tree else (Op.OR, tree["any"])
            nodes = [self._tree(part, known) for part in parts]
            return reduce(lambda a, b: self.graph.node(op, a, b), nodes)
        if tree not in known and tree in self.draft.flat:  # its own fault is noted
            return self.graph.node(Op.VERDICT, data=Verdict.UNKNOWN)
        node = known.get(tree)
        if node is None:
            raise refuse(
                0,
                (f"没有条件条款 {tree}", f"no clause {tree} is a condition"),
                ("写条款编号", "Name a clause"),
            )
        return node

    def _amount(self, data: Mapping[str, Any]) -> AmountRule:
        with self.scope.collecting() as trail:
            lowered = self.scope.number(read(data["is"]))
        if "unit" in data and SUFFIXES[data["unit"]][0] != lowered.unit:
            raise refuse(
                0,
                (
                    f"{data['id']} 算得{lowered.unit.text}",
                    f"{data['id']} is in {lowered.unit.text}",
                ),
                (f"unit 写的是{data['unit']}", f"unit says {data['unit']}"),
            )
        mark = mark_of(data.get("provenance", self.data["provenance"]))
        name = Text(**data["name"])
        node, unit = lowered.node, lowered.unit
        return AmountRule(data["id"], name, data["cite"], node, unit, mark, tuple(trail))

    def _share(self, data: Mapping[str, Any]) -> ShareRule:
        above = self.scope.number(read(str(data["numerator"])))
        below = self.scope.number(read(str(data["denominator"]))) if "denominator" in data else None
        unit = above.unit if below is None else above.unit / below.unit
        if unit == RATIO and "unit" in data:
            unit = SUFFIXES[data["unit"]][0]
        return ShareRule(
            id=data["id"],
            name=Text(**data["name"]),
            cite=data["cite"],
            numerator=above.node,
            denominator=below.node if below is not None else None,
            unit=unit,
            mark=mark_of(data.get("provenance", self.data["provenance"])),
            says=text_of(data.get("says")),
        )
