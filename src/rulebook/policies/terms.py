"""The words for what policies say by code, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

from rulebook.errors import Text

LEVELS: Mapping[str, Text] = {
    "nation": Text("国家", "nation"),
    "province": Text("省", "province"),
    "city": Text("市", "city"),
    "district": Text("区", "district"),
    "zone": Text("园区", "zone"),
}
STATUSES: Mapping[str, Text] = {
    "in-force": Text("有效", "in force"),
    "consultation": Text("征求意见", "open for comment"),
    "amended": Text("修订", "amended"),
    "repealed": Text("废止", "repealed"),
    "lapsed": Text("失效", "lapsed"),
    "awaiting-text": Text("条款待录入", "clauses to be entered"),
}
CLASSES: Mapping[str, Text] = {
    "reward": Text("奖补", "grant"),
    "relief": Text("减免", "relief"),
    "right": Text("权益", "right"),
    "title": Text("资质", "title"),
}
PAYOUTS: Mapping[str, Text] = {
    "unasked": Text("免申即享", "paid without application"),
    "fast": Text("快申快享", "fast application"),
    "apply": Text("申报", "application"),
    "negotiated": Text("一事一议", "case by case"),
}
AUDIENCES: Mapping[str, Text] = {
    "enterprise": Text("企业", "enterprises"),
    "person": Text("个人", "persons"),
    "team": Text("团队", "teams"),
    "carrier": Text("载体", "incubators and other carriers"),
    "zone": Text("园区", "zones"),
}
REVIEWS: Mapping[str, Text] = {
    "passed": Text("已通过公平竞争审查", "passed fair-competition review"),
    "pending": Text("待公平竞争审查", "fair-competition review pending"),
    "legacy": Text("存量条款，未经审查", "older clause, not reviewed"),
}
RULES: Mapping[str, Text] = {
    "highest": Text("就高不重复", "the highest one only"),
    "add": Text("叠加", "added up"),
    "top-up": Text("补足", "topped up to the higher one"),
    "difference": Text("差额", "the difference only"),
    "once": Text("只享受一次", "once only"),
    "match-highest": Text("配套就高", "matched on the highest one"),
    "priority": Text("依次适用", "the first that applies"),
}


KIND_NAMES: Mapping[str, Text] = {
    "fixed": Text("定额", "fixed"),
    "tier": Text("分档", "by tier"),
    "tier-difference": Text("升级补差", "difference between tiers"),
    "top-up": Text("补足", "top-up"),
    "match": Text("配套", "matching"),
    "rate": Text("按比例", "rate"),
    "rate-per-item": Text("逐项按比例", "rate per item"),
    "unit": Text("单价乘数量", "price times quantity"),
    "staged": Text("分阶段", "by stages"),
    "ranked": Text("按名次", "by rank"),
    "instalment": Text("分期拨付", "instalments"),
    "schedule": Text("逐年比例", "schedule by year"),
    "multiplier": Text("加倍", "multiplier"),
    "either-or": Text("择一", "either-or"),
    "appraisal": Text("考核定额", "by appraisal"),
    "negotiated": Text("一事一议", "negotiated"),
    "max-only": Text("仅有上限", "upper limit only"),
}
CAP_NAMES: Mapping[str, Text] = {
    "item": Text("单项", "an item"),
    "project": Text("单个项目", "a project"),
    "year": Text("每家企业每年", "a firm in a year"),
    "lifetime": Text("每家企业累计", "a firm in all"),
}
