"""Charts as plain options for ECharts; colours are names of the page's own, put in by charts.js."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from jianghai.web.words import said, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jianghai.standards.queries.points import Group
    from jianghai.standards.queries.zone import Points, Title

PLAIN: dict[str, Any] = {
    "aria": {"enabled": True},
    "animationDuration": 300,
    "textStyle": {"fontFamily": "inherit"},
}


FRAME: dict[str, Any] = {
    **PLAIN,
    "grid": {"left": 24, "right": 16, "top": 40, "bottom": 8, "containLabel": True},
    "legend": {"top": 0, "left": 0, "itemWidth": 14, "itemHeight": 10},
    "tooltip": {"trigger": "axis", "renderMode": "richText", "axisPointer": {"type": "shadow"}},
}


def titles(counts: Sequence[Title]) -> dict[str, Any]:
    """Draw, by title, how many firms stand where."""
    parts = (
        (_("已符合"), "--met-fill", [one.met for one in counts]),
        (_("需人工认定"), "--manual-fill", [one.review for one in counts]),
        (_("只差一步"), "--accent", [one.near for one in counts]),
        (_("其余"), "--stripe", [one.unknown + one.unmet - one.near for one in counts]),
    )
    return _bars([told(one.edition.short) for one in counts], parts)


def points(groups: Sequence[Points]) -> dict[str, Any]:
    """Draw the mean points of groups: what is certain, and what is open."""
    parts = (
        (_("平均已确定"), "--accent", [round(one.low, 1) for one in groups]),
        (_("数据补齐前未定"), "--stripe", [round(one.high - one.low, 1) for one in groups]),
    )
    return _bars([said(one.key) or _("待定") for one in groups], parts)


def _bars(names: list[str], parts: Sequence[tuple[str, str, list[Any]]]) -> dict[str, Any]:
    return {
        **FRAME,
        "xAxis": {"type": "value"},
        "yAxis": {"type": "category", "inverse": True, "data": names},
        "series": [
            {
                "type": "bar",
                "stack": "all",
                "name": name,
                "data": data,
                "itemStyle": {"color": colour},
                "barMaxWidth": 26,
            }
            for name, colour, data in parts
        ],
    }


def radar(groups: Sequence[Group]) -> dict[str, Any]:
    """Draw groups of points, each in percent of what it can give: what is certain, the most it could be, the cohort."""
    known = [
        (told(one.clause.name), one.share, one.middle) for one in groups if one.share is not None
    ]
    shapes = [
        _shape(_("最高可能"), [share.high for _name, share, _middle in known], "--stripe", 0.25),
        _shape(_("已确定"), [share.low for _name, share, _middle in known], "--accent", 0.45),
    ]
    if all(middle is not None for _name, _share, middle in known):
        shapes.append(
            _shape(
                _("同组中位"),
                [middle or 0.0 for _name, _share, middle in known],
                "--manual-fill",
                0.0,
            )
        )
    return {
        **PLAIN,
        "legend": {"bottom": 0, "itemWidth": 14, "itemHeight": 10},
        "tooltip": {"renderMode": "richText"},
        "radar": {
            "radius": "72%",
            "center": ["50%", "52%"],
            "indicator": [{"name": name, "max": 100} for name, _share, _middle in known],
        },
        "series": [{"type": "radar", "data": shapes, "symbolSize": 6}],
    }


def _shape(name: str, shares: Sequence[float], colour: str, filled: float) -> dict[str, Any]:
    return {
        "name": name,
        "value": [round(share * 100, 1) for share in shares],
        "lineStyle": {"color": colour, "type": "solid" if filled else "dashed"},
        "itemStyle": {"color": colour},
        "areaStyle": {"color": colour, "opacity": filled},
    }
