"""Administrative divisions: the code that a written place surely stands for.

Codes are those of GB/T 2260 (recalled, high confidence): all provinces, the cities of Jiangsu, and the counties and
districts of Nantong. A district is read below its city only, since names such as 通州区 occur in several cities.
"""

from __future__ import annotations

from collections.abc import Mapping

PROVINCES: Mapping[str, str] = {
    "北京市": "11", "天津市": "12", "河北省": "13", "山西省": "14", "内蒙古自治区": "15",
    "辽宁省": "21", "吉林省": "22", "黑龙江省": "23",
    "上海市": "31", "江苏省": "32", "浙江省": "33", "安徽省": "34", "福建省": "35", "江西省": "36", "山东省": "37",
    "河南省": "41", "湖北省": "42", "湖南省": "43", "广东省": "44", "广西壮族自治区": "45", "海南省": "46",
    "重庆市": "50", "四川省": "51", "贵州省": "52", "云南省": "53", "西藏自治区": "54",
    "陕西省": "61", "甘肃省": "62", "青海省": "63", "宁夏回族自治区": "64", "新疆维吾尔自治区": "65",
}  # fmt: skip
CITIES: Mapping[str, str] = {
    "南京市": "3201", "无锡市": "3202", "徐州市": "3203", "常州市": "3204", "苏州市": "3205", "南通市": "3206",
    "连云港市": "3207", "淮安市": "3208", "盐城市": "3209", "扬州市": "3210", "镇江市": "3211", "泰州市": "3212",
    "宿迁市": "3213",
}  # fmt: skip
BELOW: Mapping[str, Mapping[str, str]] = {
    "3206": {
        "通州区": "320612", "崇川区": "320613", "海门区": "320614", "如东县": "320623", "启东市": "320681",
        "如皋市": "320682", "海安市": "320685",
    },
}  # fmt: skip
ALONE: Mapping[str, str] = {
    "如东县": "320623",
    "启东市": "320681",
    "如皋市": "320682",
    "海安市": "320685",
}
"""Counties whose name no other place bears; they may follow the province, or nothing."""


def division_of(place: str) -> str:
    """Give the code that a written place begins with, as long as it is sure; empty where it is not.

    >>> division_of("江苏省南通市通州区兴仁镇"), division_of("南通市苏通科技产业园"), division_of("江苏省如东县河口镇")
    ('320612', '3206', '320623')
    >>> division_of("通州区金沙街道"), division_of("海南省海口市")
    ('', '46')
    """
    rest = place.strip()
    province, rest = _taken(rest, PROVINCES)
    city, rest = _taken(rest, CITIES) if province in ("", "32") else ("", rest)
    if city:
        return _taken(rest, BELOW.get(city, {}))[0] or city
    alone = _taken(rest, ALONE)[0] if province in ("", "32") else ""
    return alone or province


def _taken(text: str, names: Mapping[str, str]) -> tuple[str, str]:
    """Take a name off the beginning: its code and what is left."""
    for name, code in names.items():
        if text.startswith(name):
            return code, text[len(name) :]
    return "", text
