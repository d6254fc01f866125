"""BPMN's own rules about tokens, told as plainly as can be: slow, obvious, and nobody's code."""

from __future__ import annotations

from dataclasses import dataclass, field

from jianghai.casework.process import Kind
from jianghai.casework.process.graph import catching
from jianghai.casework.process.model import WAITING


@dataclass
class Scope:
    """A process or a sub-process that is running."""

    part: str = ""
    above: Scope | None = None
    open: list[str] = field(default_factory=list)
    arrived: list[str] = field(default_factory=list)  # flows that hold a token before a join
    inner: dict[str, Scope] = field(default_factory=dict)


class Game:
    """One case."""

    def __init__(self, diagram):
        self.diagram = diagram
        self.answers = {}
        self.ended = None
        self.top = Scope()
        self.begin(self.top)

    def flows(self, *, source=None, target=None):
        return [
            flow for flow in self.diagram.flows if source in {None, flow.source}
            and target in {None, flow.target}
        ]  # fmt: skip

    def begin(self, scope):
        (start,) = [
            one for one in self.diagram.elements.values()
            if one.parent == scope.part and one.kind is Kind.START
        ]  # fmt: skip
        self.leave(scope, start.id)

    def leave(self, scope, ident):
        for flow in self.flows(source=ident):
            self.arrive(scope, flow)

    def arrive(self, scope, flow):
        one = self.diagram.elements[flow.target]
        if one.kind in WAITING:
            scope.open.append(one.id)
        else:
            getattr(self, one.kind.value)(scope, one, flow)

    def choice(self, scope, one, _flow):
        ways = self.flows(source=one.id)
        yes = [
            way for way in ways if way.condition
            and self.answers[way.condition.removeprefix("not ")] != way.condition.startswith("not ")
        ]  # fmt: skip
        self.arrive(scope, (yes or [way for way in ways if not way.condition])[0])

    def parallel(self, scope, one, flow):
        scope.arrived.append(flow.id)
        needed = {way.id for way in self.flows(target=one.id)}
        if needed <= set(scope.arrived):
            for way in needed:
                scope.arrived.remove(way)
            self.leave(scope, one.id)

    def part(self, scope, one, _flow):
        scope.inner[one.id] = Scope(one.id, scope)
        self.begin(scope.inner[one.id])

    def end(self, scope, one, _flow):
        if scope.above is None:
            self.ended = one.id
        else:
            del scope.above.inner[scope.part]
            self.leave(scope.above, scope.part)

    def throw(self, scope, one, _flow):
        (catch,) = catching(self.diagram.elements, one)
        while scope.part != catch.attached:
            scope = scope.above
        del scope.above.inner[scope.part]
        self.leave(scope.above, catch.id)

    def scopes(self, scope=None):
        scope = scope or self.top
        yield scope
        for inner in scope.inner.values():
            yield from self.scopes(inner)

    def opened(self):
        return sorted(ident for scope in self.scopes() for ident in scope.open)

    def step(self, ident, answers):
        (scope,) = [scope for scope in self.scopes() if ident in scope.open]
        scope.open.remove(ident)
        self.answers |= answers
        self.leave(scope, ident)
