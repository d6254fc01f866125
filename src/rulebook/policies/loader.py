"""From a policy file to a policy: every condition and formula read, checked and lowered; every fault with its line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING, Any

from rulebook.errors import CorpusError, Text, UnknownStandardError
from rulebook.graph import Node, Op
from rulebook.policies import formulas
from rulebook.policies.limits import caps_of, gross, owed
from rulebook.policies.maker import Maker
from rulebook.policies.pieces import (
    area_clause,
    assured,
    exclusion_clause,
    group_of,
    materials_of,
    payers_of,
    window_of,
)
from rulebook.policies.policy import Areas, Caps, Item, Policy
from rulebook.rules.clauses import ClauseMaker
from rulebook.rules.draft import Draft
from rulebook.rules.editions import AmountRule, Clause, Edition
from rulebook.rules.parts import cited, day_of, digest, mark_of, text_of
from rulebook.units import MONEY
from rulebook.values import Verdict
from rulebook.yamlfile import Document, check

if TYPE_CHECKING:
    from rulebook.library import Library
    from rulebook.yamlfile import Path_

Data = Mapping[str, Any]
Exclusions = Mapping[str, Mapping[str, Any]]


def load_policy(
    document: Document, library: Library, exclusions: Exclusions | None = None
) -> Policy:
    """Read one edition of a policy; CorpusError lists every fault.

    `exclusions` are the negative list's entries that it may name.
    """
    faults = check(document, "policy")
    if faults:
        raise CorpusError(tuple(faults))
    draft = Draft(document, library.catalogue, library.graph, library.sources)
    policy = _Loader(draft, library, exclusions or {}).policy()
    if draft.faults:
        raise CorpusError(tuple(dict.fromkeys(draft.faults)))
    return policy


class _Loader:
    """Builds the policy of one draft; where a part fails, the draft has its fault and the policy is not used."""

    def __init__(self, draft: Draft, library: Library, exclusions: Exclusions) -> None:
        self.draft = draft
        self.data = draft.data
        self.library = library
        self.known = exclusions
        self.graph = draft.scope.graph
        self.clauses = ClauseMaker(draft)
        self.make = Maker(draft.scope, draft.wording)
        self.id: str = self.data["policy"]
        self.mark = mark_of(self.data["provenance"])
        areas = self.data.get("areas", {})
        self.areas = Areas(**{key: tuple(value) for key, value in areas.items()})
        self.opens, self.closes = (self._day(key) for key in ("opens", "closes"))

    def _day(self, key: str) -> Any:
        return self._try((key,), day_of, self.data[key]) if key in self.data else None

    def _try(self, path: Path_, make: Any, *args: Any) -> Any:
        return self.draft.attempt(path, make, *args)

    def policy(self) -> Policy:
        data = self.data
        common = self._common()
        rows = enumerate(data.get("clauses", ()))
        items = [self._item(clause, ("clauses", place), common) for place, clause in rows]
        return Policy(
            id=self.id,
            level=data["level"],
            status=data["status"],
            opens=self.opens,
            closes=self.closes,
            areas=self.areas,
            mark=self.mark,
            items=tuple(item for item in items if item is not None),
            groups=self._groups(),
            digest=digest(data),
            source=self.draft.document,
            **self._plain(),
        )

    def _plain(self) -> dict[str, Any]:
        """Give what is taken as it is written."""
        data = self.data
        departments = data.get("departments", {})
        listed = ("upper", "exclusions", "topics", "industries")
        told = {key: data.get(key, "") for key in ("supersedes", "superseded_by")}
        return {
            **told,
            **{key: tuple(data.get(key, ())) for key in listed},
            "name": Text(**data["name"]),
            "short": Text(**data["short"]),
            "issuer": Text(**data["issuer"]["name"]),
            "issuer_code": data["issuer"].get("code", ""),
            "precision": data.get("precision", "day"),
            "validity": data.get("validity", "unchecked"),
            "demo": data.get("demo", False),
            "lead": text_of(departments.get("lead")),
            "others": tuple(Text(**other) for other in departments.get("with", ())),
            "document": cited(data["document"]),
            "notes": tuple(Text(**note) for note in data.get("notes", ())),
        }

    def _common(self) -> tuple[Clause, ...]:
        """Build the conditions of all clauses: area and negative list."""
        cite = "适用范围"
        found = []
        area = area_clause(self.areas, cite)
        if area is not None:
            found.append(self._try(("areas",), self.clauses.one, area, ("areas",), cite))
        unknown = [name for name in self.data.get("exclusions", ()) if name not in self.known]
        if unknown:
            what = Text(f"没有排除情形 {unknown[0]}", f"there is no exclusion {unknown[0]}")
            listed = "、".join(self.known) or "—"
            self.draft.fault(("exclusions",), what, Text(f"可用：{listed}", f"There are: {listed}"))
            return tuple(found)
        excluded = exclusion_clause(tuple(self.data.get("exclusions", ())), self.known, cite)
        if excluded is not None:
            found.append(
                self._try(("exclusions",), self.clauses.one, excluded, ("exclusions",), cite)
            )
        return tuple(clause for clause in found if clause is not None)

    def _groups(self) -> tuple[Any, ...]:
        rows = enumerate(self.data.get("stacking", ()))
        made = [
            self._try(("stacking", place), group_of, self.make, row, self.id) for place, row in rows
        ]
        ids = {clause["id"] for clause in self.data.get("clauses", ())}
        for place, group in enumerate(made):
            for member in group.members if group is not None else ():
                home, _, item = member.partition("#")
                if home == self.id and item not in ids:
                    what = Text(
                        f"分组 {group.id} 的成员 {item} 不是本文件的条款",
                        f"group {group.id} names clause {item}, which this file lacks",
                    )
                    self.draft.fault(
                        ("stacking", place, "members"),
                        what,
                        Text(f"条款有：{'、'.join(ids)}", f"Clauses: {', '.join(ids)}"),
                    )
        return tuple(group for group in made if group is not None)

    # --- one clause ------------------------------------------------------------------------------

    def _item(self, data: Data, path: Path_, common: tuple[Clause, ...]) -> Item | None:
        made = self._titled if "title" in data else self.clauses.one
        clause = made(data, path, "")
        with self.draft.scope.collecting() as trail:
            formula = self._formula(data, path)
            caps = self._try((*path, "caps"), caps_of, self.make, data.get("caps", {})) or Caps()
            node = self._owed(data, path, formula, caps)
        if clause is None or (formula is not None and node is None):
            return None
        parts = (*common, clause)
        verdict = self._all(parts)
        nothing = self.make.none()
        owed = node if node is not None else nothing
        entitled = self.graph.node(Op.PICK, verdict, owed, nothing)
        amounts = self._amounts(data, (owed, entitled), tuple(trail)) if formula else ()
        edition = self._edition(data, parts, verdict, amounts)
        return Item(
            cite=clause.cite,
            formula=formula,
            caps=caps,
            payers=self._try((*path, "shares"), payers_of, self.make, data) or (),
            mark=clause.mark,
            edition=edition,
            owed=owed,
            gross=gross(self.make, formula, caps) if formula and node else nothing,
            entitled=entitled,
            priced=replace(edition, score=entitled),
            **self._told(data),
        )

    def _told(self, data: Data) -> dict[str, Any]:
        """Give what a clause says as it is written."""
        return {
            "id": data["id"],
            "policy_id": self.id,
            "name": Text(**data["name"]),
            "says": Text(**data["says"]),
            "class_": data["class"],
            "audience": data.get("audience", "enterprise"),
            "topics": tuple(data.get("topics", self.data.get("topics", ()))),
            "payout": data.get("payout", ""),
            "fair_competition": data.get("fair_competition", ""),
            "assured": assured(self.data, data),
            "window": window_of(data.get("window")),
            "materials": materials_of(data),
            "duties": tuple(Text(**duty) for duty in data.get("duties", ())),
        }

    def _owed(
        self, data: Data, path: Path_, formula: formulas.Formula | None, caps: Caps
    ) -> Node | None:
        if formula is None:
            return None
        place = (*path, "caps") if "caps" in data else (*path, "amount")
        told = {**data, "key": f"{self.id}#{data['id']}"}
        return self._try(place, owed, self.make, formula, caps, told)  # type: ignore[no-any-return]

    def _formula(self, data: Data, path: Path_) -> formulas.Formula | None:
        if "amount" not in data:
            return None
        path = (*path, "amount")
        return self._try(path, formulas.formula, self.make, data["amount"])  # type: ignore[no-any-return]

    def _all(self, clauses: tuple[Clause, ...]) -> Node:
        nodes = [clause.verdict for clause in clauses if clause.verdict is not None]
        nodes = nodes or [self.graph.node(Op.VERDICT, data=Verdict.MET)]
        return reduce(lambda a, b: self.graph.node(Op.AND, a, b), nodes)

    def _titled(self, data: Data, path: Path_, _cite: str) -> Clause | None:
        """Build a clause that asks for a standard: its conditions are those of the standard's latest edition."""
        try:
            edition = self.library.standard(data["title"]).editions[-1]
        except UnknownStandardError:
            known = "、".join(self.library.codes)
            what = Text(f"没有标准 {data['title']}", f"there is no standard {data['title']}")
            self.draft.fault((*path, "title"), what, Text(f"可用：{known}", f"There are: {known}"))
            return None
        self.draft.scope.sources.update(edition.sources)
        return Clause(
            id=data["id"],
            name=Text(**data["name"]),
            cite=data.get("cite", edition.document.number or edition.document.title),
            document=edition.document,
            form="all",
            mark=mark_of(data.get("provenance", self.data["provenance"])),
            says=Text(**data["says"]),
            needs=Text(f"符合{edition.name.zh}", f"meets {edition.name.en}"),
            verdict=edition.verdict,
            children=edition.clauses,
        )

    def _amounts(
        self, data: Data, nodes: tuple[Node, Node], trail: tuple[str, ...]
    ) -> tuple[AmountRule, ...]:
        name, cite, (owed, entitled) = Text(**data["name"]), data.get("cite", ""), nodes
        mark = mark_of(data.get("provenance", self.data["provenance"]))
        whole = AmountRule("amount", name, cite, owed, MONEY, mark, trail)
        return whole, AmountRule("entitled", name, cite, entitled, MONEY, mark, ())

    def _edition(
        self,
        data: Data,
        clauses: tuple[Clause, ...],
        verdict: Node,
        amounts: tuple[AmountRule, ...],
    ) -> Edition:
        name = Text(**data["name"])
        return Edition(
            standard=f"{self.id}#{data['id']}",
            kind="policy",
            name=name,
            short=name,
            opens=self.opens,
            closes=self.closes,
            jurisdiction=self.data["level"],
            document=cited(self.data["document"]),
            mark=clauses[-1].mark,
            clauses=clauses,
            verdict=verdict,
            tree=None,
            score=None,
            most=None,
            pass_mark=None,
            class_=None,
            amounts=amounts,
            shares=(),
            tables={},
            views=(),
            label=None,
            notes=(),
            lets={},
            sources=self.draft.scope.sources,
            digest=digest(self.data),
            file=self.draft.document.file,
        )
