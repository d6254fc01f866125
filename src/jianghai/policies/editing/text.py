"""The text of an edition: written so that the rulebook reads the same data back."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from django.conf import settings

from jianghai.policies.models import PublishedEdition
from rulebook.yamlfile import parse

if TYPE_CHECKING:
    from rulebook.policies import Policy

WIDTH = 100


class _Writer(yaml.SafeDumper):
    """Writes plain YAML: no aliases, decimals as they were."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write everything out."""
        return True


def _decimal(writer: _Writer, value: Decimal) -> yaml.Node:
    return writer.represent_scalar("tag:yaml.org,2002:float", format(value, "f"))


_Writer.add_representer(Decimal, _decimal)


def dump(data: Any) -> str:
    """Write data as a policy file, every key on a line of its own.

    >>> print(dump({"opens": "2026-01-01", "name": {"zh": "办法"}, "codes": ["3206"], "share": Decimal("0.50")}))
    opens: '2026-01-01'
    name:
      zh: 办法
    codes:
    - '3206'
    share: 0.50
    <BLANKLINE>
    """
    return yaml.dump(
        data,
        Dumper=_Writer,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        width=WIDTH,
    )


def data_of(text: str) -> dict[str, Any]:
    """Read a policy file's data; CorpusError where it is no plain YAML."""
    data = parse(text).data
    return dict(data) if isinstance(data, Mapping) else {}


def text_of(policy: Policy) -> str:
    """Give the text of an edition, as it was published here or stands in the corpus."""
    kept = PublishedEdition.objects.filter(policy=policy.id, opens=policy.opens).first()
    if kept is not None:
        return kept.text
    place = Path(settings.CORPUS) / policy.file
    return place.read_text(encoding="utf-8") if place.is_file() else dump(dict(policy.data))


def cases_of(policy: Policy) -> list[dict[str, Any]]:
    """Give the cases that are kept beside an edition."""
    kept = PublishedEdition.objects.filter(policy=policy.id, opens=policy.opens).first()
    if kept is not None:
        return rows_of(kept.cases)
    place = (Path(settings.CORPUS) / policy.file).with_name("cases.yaml")
    return rows_of(place.read_text(encoding="utf-8")) if place.is_file() else []


def rows_of(cases: str) -> list[dict[str, Any]]:
    """Read the rows of a file of cases."""
    return list(data_of(cases).get("cases", [])) if cases.strip() else []


def case_file(policy_id: str, rows: list[dict[str, Any]]) -> str:
    """Write a file of cases."""
    return dump({"schema": "policy-cases/1", "policy": policy_id, "cases": rows}) if rows else ""
