"""What the pages on rules say is what the judge does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sightline.judge import layout_of, packs, parse_yaml, rules_of
from sightline.judge.reading.kinds import COMMON, FORMS
from sightline.judge.telling import REASONS

ROOT = Path(__file__).resolve().parents[3]
RULES = (ROOT / "docs/reference/sightline/rules.md").read_text("utf-8")
HOWTO = (ROOT / "docs/howto/write-a-hazard-rule.md").read_text("utf-8")


def blocks(text: str) -> list[str]:
    found = re.findall(r"^( *)```yaml\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE)
    return [re.sub(f"^{indent}", "", body, flags=re.MULTILINE) for indent, body in found]


def test_the_first_example_is_a_site_with_its_rules():
    data = parse_yaml(blocks(RULES)[0]).data
    found = {rule.id for rule in rules_of(data, layout_of(data))}
    assert {"near-truck", "power-line.people", "power-line.yard"} <= found


def test_the_steps_of_the_howto_make_one_rule():
    steps = blocks(HOWTO)
    data = parse_yaml(steps[0]).data | parse_yaml("".join(steps[1:4])).data
    (rule,) = rules_of(data, layout_of(data))
    assert (rule.sizes["crane"], rule.timing.hold, rule.limits["leave_by"]) == (4, 1, 1)
    changes = parse_yaml(steps[4]).data | {"packs": ["power-line"]}
    assert "power-line.smoke" not in {one.id for one in rules_of(changes, layout_of(changes))}


@pytest.mark.parametrize("kind", FORMS)
def test_every_kind_is_told_with_its_keys_and_defaults(kind):
    (row,) = re.findall(rf"^\| `{kind}` \|.*$", RULES, re.MULTILINE)
    form = FORMS[kind]
    assert all(f"`{name}`" in row or f"`{name}:" in row for name in (*form.numbers, *form.words))
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    hold = "must be written" if form.asks_time else f"{form.timing.hold:g} s"
    assert cells[-3:] == [hold, f"{form.timing.grace:g} s", f"{form.timing.cool_down:g} s"]


def test_every_common_key_and_reason_is_told():
    assert not [key for key in COMMON if f"`{key}`" not in RULES]
    assert not [reason for reason in REASONS if f"`{reason}`" not in RULES]


@pytest.mark.parametrize("pack", packs(), ids=lambda pack: pack.id)
def test_every_table_and_document_of_a_pack_is_told(pack):
    assert f"{pack.id}" in RULES
    for _name, source in pack.sources:
        assert source.document in RULES
