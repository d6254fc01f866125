"""The forms a clause may take in a rule file, one row each in a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from typing import TYPE_CHECKING, Any

from rulebook import syntax as s
from rulebook.errors import ExpressionError, Text
from rulebook.graph import Node, Op
from rulebook.interpreter import Reading, interpret
from rulebook.language.simplify import MIRROR
from rulebook.rules.draft import GROUPS, Draft
from rulebook.rules.editions import Cited, Clause, Measure
from rulebook.rules.parts import cited, mark_of
from rulebook.values import INFINITY, Verdict

if TYPE_CHECKING:
    from rulebook.results import Mark
    from rulebook.yamlfile import Path_


class ClauseMaker:
    """Builds clauses of one edition; faults go to the draft."""

    def __init__(self, draft: Draft) -> None:
        """Keep the draft, whose scope and wording are used."""
        self.draft = draft
        self.scope = draft.scope
        self.wording = draft.wording

    def all(self, clauses: Iterable[Mapping[str, Any]], path: Path_, cite: str) -> list[Clause]:
        """Build clauses that stand side by side."""
        made = [self.one(data, (*path, place), cite) for place, data in enumerate(clauses)]
        return [clause for clause in made if clause is not None]

    def one(self, data: Mapping[str, Any], path: Path_, cite: str) -> Clause | None:
        """Build one clause with what it holds; None where a fault was noted."""
        cite = data.get("cite", cite)
        if not cite:
            self.draft.fault(
                path,
                Text(f"条款 {data['id']} 没有出处", f"clause {data['id']} cites nothing"),
                Text("补 cite: 条款号", "Add cite: with the clause number"),
            )
        form = next(name for name in FORMS if name in data)
        with self.scope.collecting() as trail:
            built = self.draft.attempt((*path, form), FORMS[form], self, data, (path, cite))
        if built is None:
            return None
        return Clause(
            id=data["id"],
            name=Text(**data["name"]),
            cite=cite,
            document=self._document(data, path),
            form=form,
            mark=self._mark(data),
            says=Text(**data["says"]) if "says" in data else None,
            inputs=tuple(trail) if form not in GROUPS else (),
            **built,
        )

    def _mark(self, data: Mapping[str, Any]) -> Mark:
        return mark_of(data.get("provenance", self.draft.data["provenance"]))

    def _document(self, data: Mapping[str, Any], path: Path_) -> Cited:
        whole = self.draft.data
        if "document" not in data:
            return cited(whole["document"])
        found = whole.get("documents", {}).get(data["document"])
        if found is None:
            self.draft.fault(
                (*path, "document"),
                Text(f"没有文件 {data['document']}", f"there is no document {data['document']}"),
                Text("写在 documents 里", "Define it under documents"),
            )
        return cited(found or whole["document"])

    def condition(self, data: Mapping[str, Any], _place: tuple[Path_, str]) -> dict[str, Any]:
        """Build a `when` clause."""
        tree = s.read(data["when"])
        return {
            "verdict": self.scope.verdict(tree),
            "measures": tuple(self.measures(tree)),
            "needs": self.wording.say(tree),
        }

    def measures(self, tree: s.Expression) -> Iterator[Measure]:
        """Split a condition into the comparisons that a reader checks one by one."""
        match tree:
            case s.Binary(("and" | "or"), left, right):
                yield from self.measures(left)
                yield from self.measures(right)
            case s.Call("review", (inner,)):
                yield from self.measures(inner)
            case s.Compare(_, left, right) if not self._of_word(left):
                yield self._comparison(tree, left, right)
            case _:
                said = self.wording.say(tree)
                yield Measure(said, said, self.scope.verdict(tree))

    def _of_word(self, left: s.Expression) -> bool:
        known = self.scope.catalogue
        return (
            isinstance(left, s.Name)
            and left.id in known
            and known[left.id].kind in ("choice", "text")
        )

    def _comparison(self, tree: s.Compare, left: s.Expression, right: s.Expression) -> Measure:
        if isinstance(left, s.Number) and not isinstance(right, s.Number):
            left, right = right, left
        measured, bound = self.scope.number(left), self.scope.number(right)
        fixed = isinstance(right, s.Number)
        labels = self.draft.labels(left)
        op = tree.op if left is tree.left else MIRROR[tree.op]
        return Measure(
            label=self.wording.say(left),
            asks=self.wording.bound(op, right, dict(labels)),
            verdict=self.scope.verdict(tree),
            left=measured.node,
            unit=bound.unit if measured.zero else measured.unit,
            right=None if fixed else bound.node,
            bound=bound.node,
            labels=labels,
        )

    def manual(self, data: Mapping[str, Any], _place: tuple[Path_, str]) -> dict[str, Any]:
        """Build a clause that a person judges."""
        graph = self.scope.graph
        if isinstance(data["manual"], str):
            tree = s.read(data["manual"])
            verdict = graph.node(Op.REVIEW, self.scope.verdict(tree))
            measures = tuple(self.measures(tree))
        else:
            verdict, measures = graph.node(Op.VERDICT, data=Verdict.REVIEW), ()
        return {
            "verdict": verdict,
            "measures": measures,
            "needs": Text("由人认定", "a person decides"),
        }

    def group(self, data: Mapping[str, Any], place: tuple[Path_, str]) -> dict[str, Any]:
        """Build `all`, `any` and `none`."""
        path, cite = place
        form = next(name for name in GROUPS if name in data)
        children = self.all(data[form], (*path, form), cite)
        verdicts = [child.verdict for child in children if child.verdict is not None]
        if len(verdicts) < len(data[form]):
            if not self.draft.faults:
                self.draft.fault(
                    (*path, form),
                    Text("组里只能放条件条款", "a group holds conditions only"),
                    Text("计分条款放到外面", "Move points outside"),
                )
            verdicts = verdicts or [self.scope.graph.node(Op.VERDICT, data=Verdict.UNKNOWN)]
        return {
            "verdict": self._joined(form, verdicts),
            "children": tuple(children),
            "needs": NEEDS[form],
        }

    def _joined(self, form: str, verdicts: list[Node]) -> Node:
        graph = self.scope.graph
        if form == "none":
            return graph.node(Op.NOT, self._joined("any", verdicts))
        op = Op.AND if form == "all" else Op.OR
        return reduce(lambda a, b: graph.node(op, a, b), verdicts)

    def points(self, data: Mapping[str, Any], _place: tuple[Path_, str]) -> dict[str, Any]:
        """Build a clause that gives points."""
        rule = data["points"]
        made = self.scope.point(data["id"])
        self.scope.trail.update(self.scope.trail_of(data["id"]))
        looked = data.get("value") or rule.get("of")
        return {
            "points": made.node,
            **self._most(rule["max"]),
            "value": self._looked_at(looked) if looked else None,
            "bands": tuple(rule.get("bands", ())),
            "parts": tuple(rule.get("best", rule.get("sum", ()))),
            "needs": self._asks(rule),
        }

    def _most(self, written: Any) -> dict[str, Any]:
        """Give the largest number of points: one for all, or an expression whose value differs by firm."""
        if not isinstance(written, str):
            return {"most": float(written)}
        ceiling = self.scope.number(s.read(written)).node
        return {"most": float(_span(ceiling).high), "ceiling": ceiling}

    def _looked_at(self, text: str) -> Measure:
        tree = s.read(text)
        lowered = self.scope.number(tree)
        said = self.wording.say(tree)
        return Measure(said, said, lowered.node, lowered.node, lowered.unit)

    def _asks(self, rule: Mapping[str, Any]) -> Text:
        if isinstance(rule["max"], str):
            span = _span(self.scope.number(s.read(rule["max"])).node)
            ends = f"{float(span.low):g}", f"{float(span.high):g}"
            most = "–".join(dict.fromkeys(ends))
        else:
            most = f"{float(rule['max']):g}"
        return Text(f"满分 {most} 分", f"up to {most} points")


def _span(node: Node) -> Reading:
    """Give between what a number lies while nothing is known of the firm; it has to be bounded."""
    found = interpret([node], {})[node]
    if isinstance(found, Verdict) or INFINITY in (abs(found.low), abs(found.high)):
        what = Text("满分没有上限", "the most points have no bound")
        raise ExpressionError(what, Text("写数字或表的一行", "Give a number or a table's row"), 0)
    return found


NEEDS = {
    "all": Text("全部符合", "all of these"),
    "any": Text("符合其中一项", "any one of these"),
    "none": Text("均不存在", "none of these"),
}
FORMS: Mapping[
    str, Callable[[ClauseMaker, Mapping[str, Any], tuple[Path_, str]], dict[str, Any]]
] = {
    "when": ClauseMaker.condition,
    "manual": ClauseMaker.manual,
    "all": ClauseMaker.group,
    "any": ClauseMaker.group,
    "none": ClauseMaker.group,
    "points": ClauseMaker.points,
}
