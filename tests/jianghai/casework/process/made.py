"""Made-up processes of every shape that fits together, for properties that hold of all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from hypothesis import strategies as st

LANES = ("window", "fire", "land")
#: A shape is a word and the shapes in it.
SHAPES = st.recursive(
    st.tuples(st.just("step"), st.sampled_from(LANES)),
    lambda inner: st.one_of(
        st.tuples(st.just("row"), st.lists(inner, min_size=1, max_size=3)),
        st.tuples(st.just("either"), inner, st.one_of(st.none(), inner)),
        st.tuples(st.just("beside"), st.lists(inner, min_size=2, max_size=3)),
        st.tuples(st.just("again"), inner),
        st.tuples(st.just("part"), inner),
        st.tuples(st.just("returned"), inner),
    ),
    max_leaves=8,
)


@dataclass
class Writer:
    """Writes a shape as nodes and flows; each part gives where it is entered and left."""

    lines: list[str] = field(default_factory=list)
    count: int = 0
    asks: dict[str, str] = field(default_factory=dict)  # step → the answer that it gives

    def node(self, kind: str, more: str = "") -> str:
        self.count += 1
        name = f"{kind}_{self.count}"
        self.lines.append(f"{name} {kind} {more}".strip())
        return name

    def asking(self, lane: str = "window") -> tuple[str, str, str]:
        """Write a step and the gateway that asks what it has answered."""
        step, gate = self.node("user", f"@{lane}"), self.node("choice")
        self.asks[step] = f"x{self.count}"
        self.lines.append(f"{step} > {gate}")
        return step, gate, self.asks[step]

    def write(self, shape) -> tuple[str, str]:
        """Write a shape, and give its first and last node."""
        word, *rest = shape
        return getattr(self, word)(*rest)

    def step(self, lane):
        name = self.node("user", f"@{lane}")
        return name, name

    def row(self, shapes):
        ends = [self.write(shape) for shape in shapes]
        self.lines += [f"{a[1]} > {b[0]}" for a, b in pairwise(ends)]
        return ends[0][0], ends[-1][1]

    def either(self, yes, no):
        step, gate, name = self.asking()
        merge = self.node("choice")
        first, last = self.write(yes)
        self.lines += [f"{gate} > {first} : {name}", f"{last} > {merge}"]
        if no is None:
            self.lines.append(f"{gate} > {merge} : else")
        else:
            first, last = self.write(no)
            self.lines += [f"{gate} > {first} : else", f"{last} > {merge}"]
        return step, merge

    def beside(self, shapes):
        split, join = self.node("fork"), self.node("fork")
        for first, last in [self.write(shape) for shape in shapes]:
            self.lines.append(f"{split} > {first}")
            self.lines.append(f"{last} > {join}")
        return split, join

    def again(self, shape):
        merge = self.node("choice")
        first, last = self.write(shape)
        step, gate, name = self.asking("fire")
        out = self.node("choice")
        self.lines += [
            f"{merge} > {first}", f"{last} > {step}",
            f"{gate} > {merge} : {name}", f"{gate} > {out} : else",
        ]  # fmt: skip
        return merge, out

    def part(self, shape):
        part = self.node("part", "{")
        start, end = self.node("start"), self.node("end")
        first, last = self.write(shape)
        self.lines += [f"{start} > {first}", f"{last} > {end}", "}"]
        return part, part

    def returned(self, shape):
        """A sub-process in which one branch may send everything back."""
        part = self.node("part", "{")
        start, end, split, join = (self.node(kind) for kind in ("start", "end", "fork", "fork"))
        step, gate, name = self.asking("land")
        # The library lets every sub-process beside it catch the same code: each has its own here.
        error = f"=e{100 + self.count}"
        back = self.node("throw", error)
        first, last = self.write(shape)
        self.lines += [
            f"{start} > {split} > {step}", f"{split} > {first}", f"{last} > {join} > {end}",
            f"{gate} > {back} : {name}", f"{gate} > {join} : else", "}",
        ]  # fmt: skip
        catch, correct = self.node("catch", f"+{part} {error}"), self.node("user", "@window")
        self.lines.append(f"{catch} > {correct} > {part}")
        return part, part


def made(shape) -> tuple[str, dict[str, str]]:
    """Write a whole process, and tell which step answers what."""
    writer = Writer()
    start, end = writer.node("start"), writer.node("end")
    first, last = writer.write(shape)
    writer.lines.append(f"{start} > {first}")
    writer.lines.append(f"{last} > {end}")
    return "\n".join(writer.lines), writer.asks
