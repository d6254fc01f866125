"""The shelf: all policies with their editions and the groups that reach across them, read from a corpus folder."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rulebook.errors import CorpusError, ExpressionError, Fault, Text
from rulebook.language.functions import FUNCTIONS
from rulebook.language.lowering import Scope
from rulebook.language.words import Wording
from rulebook.policies.loader import load_policy
from rulebook.policies.maker import Maker
from rulebook.policies.pieces import group_of
from rulebook.policies.stacking import arrange
from rulebook.yamlfile import Document, check
from rulebook.yamlfile import read as read_yaml

if TYPE_CHECKING:
    from rulebook.library import Library
    from rulebook.policies.arrangement import Arrangement
    from rulebook.policies.policy import Group, Item, Policy

CASES = "cases.yaml"


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """All policies by id, their editions oldest first; `wide` are the groups that reach across policies."""

    library: Library
    policies: Mapping[str, tuple[Policy, ...]]
    wide: tuple[Group, ...]
    exclusions: Mapping[str, Mapping[str, Any]]
    topics: Mapping[str, Text]

    def on(self, day: date) -> tuple[Policy, ...]:
        """Give the edition of every policy that is in force on a day; those without clauses too."""
        found = (self._edition(editions, day) for editions in self.policies.values())
        return tuple(policy for policy in found if policy is not None)

    def chosen(self, day: date, named: Iterable[Policy] | None = None) -> tuple[Policy, ...]:
        """Give the policies to apply: those named, or all in force on a day that are applied and no mere examples."""
        if named is not None:
            return tuple(named)
        return tuple(policy for policy in self.on(day) if policy.answerable and not policy.demo)

    def policy(self, policy_id: str, day: date) -> Policy | None:
        """Give the edition of a policy on a day; None where there is none. KeyError for an id that nobody has."""
        return self._edition(self.policies[policy_id], day)

    @staticmethod
    def _edition(editions: Sequence[Policy], day: date) -> Policy | None:
        """Give the latest edition that has begun, unless it has ended."""
        begun = [policy for policy in editions if policy.opens <= day]
        return begun[-1] if begun and begun[-1].in_force(day) else None

    def groups(self, policies: Iterable[Policy]) -> tuple[Group, ...]:
        """Give the groups of some policies and those across policies."""
        return (*(group for policy in policies for group in policy.groups), *self.wide)

    def items(self, policies: Iterable[Policy]) -> tuple[Item, ...]:
        """Give the clauses of some policies."""
        return tuple(item for policy in policies for item in policy.items)

    def arrangement(self, policies: Iterable[Policy]) -> Arrangement:
        """Work out how the clauses of some policies act on one another; ExpressionError where they cannot."""
        policies = tuple(policies)
        return arrange(self.items(policies), self.groups(policies), self.make())

    def make(self) -> Maker:
        """Give a maker of nodes that belong to no policy."""
        library = self.library
        scope = Scope(library.catalogue, library.graph, library.sources, functions=FUNCTIONS)
        return Maker(scope, Wording(library.catalogue, {}, {}))

    def read(self, document: Document) -> Policy:
        """Read an edition that is not on the shelf, such as a draft; CorpusError lists every fault."""
        return load_policy(document, self.library, self.exclusions)

    def with_policy(self, policy: Policy) -> Shelf:
        """Give a shelf on which an edition was added, or replaced where it begins on the same day."""
        others = [
            known for known in self.policies.get(policy.id, ()) if known.opens != policy.opens
        ]
        editions = tuple(sorted((*others, policy), key=lambda known: known.opens))
        return replace(self, policies={**self.policies, policy.id: editions})


def load_policies(corpus: Path, library: Library) -> Shelf:
    """Read the policies of a corpus folder; CorpusError lists every fault with file and line.

    A corpus without policies gives an empty shelf.
    """
    folder = corpus / "policies"
    faults: list[Fault] = []
    exclusions = _shared(folder / "exclusions.yaml", corpus, "exclusions", faults)
    topics = _shared(folder / "topics.yaml", corpus, "topics", faults)
    stacking = _shared(folder / "stacking.yaml", corpus, "stacking", faults)
    known = exclusions.data["exclusions"] if exclusions is not None else {}
    shelf = Shelf(library, {}, (), known, _named(topics))
    policies: dict[str, tuple[Policy, ...]] = {}
    for place in sorted(path for path in folder.glob("*/*") if path.is_dir()):
        editions = _editions(place, corpus, shelf, faults)
        if editions:
            policies[editions[0].id] = editions
    shelf = replace(shelf, policies=policies)
    if stacking is not None:
        shelf = replace(shelf, wide=_wide(stacking, shelf, faults))
    for policy in (edition for editions in policies.values() for edition in editions):
        faults.extend(unknown_policies(policy, policies))
    faults.extend(_combined(shelf))
    if faults:
        raise CorpusError(tuple(faults))
    return shelf


def _shared(path: Path, corpus: Path, schema: str, faults: list[Fault]) -> Document | None:
    if not path.exists():
        return None
    try:
        document = read_yaml(path, path.relative_to(corpus).as_posix())
    except CorpusError as error:
        faults.extend(error.faults)
        return None
    wrong = check(document, schema)
    faults.extend(wrong)
    return document if not wrong else None


def _named(topics: Document | None) -> dict[str, Text]:
    rows = topics.data["topics"] if topics is not None else []
    return {row["id"]: Text(row["id"], row["en"]) for row in rows}


def _editions(folder: Path, corpus: Path, shelf: Shelf, faults: list[Fault]) -> tuple[Policy, ...]:
    found = []
    for path in sorted(path for path in folder.glob("*.y*ml") if path.name != CASES):
        try:
            document = read_yaml(path, path.relative_to(corpus).as_posix())
            policy = shelf.read(document)
        except CorpusError as error:
            faults.extend(error.faults)
            continue
        faults.extend(misplaced(policy, f"{folder.parent.name}/{folder.name}", path.stem))
        faults.extend(unknown_topics(policy, shelf.topics))
        found.append(policy)
    for earlier, later in itertools.pairwise(found):
        faults.extend(follows(earlier, later))
    return tuple(found)


def misplaced(policy: Policy, folder: str, stem: str) -> list[Fault]:
    """Find what a policy file says otherwise than the place it stands in."""
    faults = []
    document = policy.source
    same = Text("两者一致", "Make them the same")
    if policy.id != folder:
        what = Text(
            f"policy 是 {policy.id}，文件夹是 {folder}",
            f"policy is {policy.id}, the folder says {folder}",
        )
        faults.append(document.fault(("policy",), what, same))
    if policy.opens.isoformat() != stem:
        what = Text(
            f"opens 是 {policy.opens}，文件名是 {stem}",
            f"opens is {policy.opens}, the file says {stem}",
        )
        faults.append(document.fault(("opens",), what, same))
    if policy.closes is not None and policy.closes < policy.opens:
        what = Text("closes 早于 opens", "it closes before it opens")
        faults.append(document.fault(("closes",), what, Text("对调", "Change them round")))
    return faults


def unknown_topics(policy: Policy, topics: Mapping[str, Text]) -> list[Fault]:
    """Find topics that the list of topics lacks."""
    used = dict.fromkeys(
        (*policy.topics, *(topic for item in policy.items for topic in item.topics))
    )
    listed = "、".join(topics)
    return [
        policy.source.fault(
            ("topics",),
            Text(f"没有主题 {topic}", f"there is no topic {topic}"),
            Text(f"可用：{listed}", f"Topics: {listed}"),
        )
        for topic in used
        if topics and topic not in topics
    ]


def unknown_policies(policy: Policy, known: Iterable[str]) -> list[Fault]:
    """Find policies that one names as its upper, earlier or later one and that nobody has."""
    named = (
        *(("upper", one) for one in policy.upper),
        ("supersedes", policy.supersedes),
        ("superseded_by", policy.superseded_by),
    )
    remedy = Text("写 发文主体/政策 的编号", "Write issuer/policy as the folders are called")
    return [
        policy.source.fault((key,), Text(f"没有政策 {one}", f"there is no policy {one}"), remedy)
        for key, one in named
        if one and one not in known
    ]


def follows(earlier: Policy, later: Policy) -> list[Fault]:
    """Find an edition that begins before the one it follows, or while that is still in force."""
    document = later.source
    if later.opens <= earlier.opens:
        what = Text(
            f"{later.opens} 开始的版本不晚于前一版本（{earlier.opens}）",
            f"the edition of {later.opens} does not begin after the one before ({earlier.opens})",
        )
        return [document.fault(("opens",), what, Text("改为更晚的日期", "Give it a later day"))]
    if earlier.closes is not None and earlier.closes >= later.opens:
        what = Text(
            f"前一版本到 {earlier.closes} 才结束，与 {later.opens} 开始的版本重叠",
            f"the edition before ends on {earlier.closes}, after this one begins on {later.opens}",
        )
        return [
            document.fault(
                ("opens",),
                what,
                Text("改开始日或前一版本的 closes", "Move the day, or close the other earlier"),
            )
        ]
    return []


def _wide(document: Document, shelf: Shelf, faults: list[Fault]) -> tuple[Group, ...]:
    make, known = (
        shelf.make(),
        {item.key for editions in shelf.policies.values() for p in editions for item in p.items},
    )
    found = []
    for place, row in enumerate(document.data["stacking"]):
        path = ("stacking", place)
        try:
            group = group_of(make, row)
        except ExpressionError as error:
            faults.append(document.fault(path, error.what, error.remedy))
            continue
        for member in group.members:
            if member not in known:
                what = Text(
                    f"分组 {group.id} 的成员 {member} 不存在",
                    f"group {group.id} names {member}, which is missing",
                )
                faults.append(
                    document.fault(path, what, Text("写 policy#条款编号", "Write policy#clause"))
                )
        found.append(group)
    return tuple(found)


def _combined(shelf: Shelf) -> list[Fault]:
    """Find groups that cannot be combined, among the editions that stand side by side."""
    policies = [editions[-1] for editions in shelf.policies.values()]
    try:
        shelf.arrangement(policies)
    except ExpressionError as error:
        where = next((policy.source for policy in policies if policy.groups), policies[0].source)
        return [where.fault(("stacking",), error.what, error.remedy)]
    return []
