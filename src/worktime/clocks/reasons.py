"""For which reasons a clock may be paused, and what the reasons rest on."""

from __future__ import annotations

from worktime.errors import Text

REASONS: dict[str, Text] = {
    # 行政许可法第45条
    "hearing": Text("听证", "hearing"),
    "tender": Text("招标", "tender"),
    "auction": Text("拍卖", "auction"),
    "inspection": Text("检验", "inspection"),
    "testing": Text("检测", "testing"),
    "quarantine": Text("检疫", "quarantine"),
    "appraisal": Text("鉴定", "appraisal"),
    "expert_review": Text("专家评审", "expert review"),
    # 部令第14号（环评）
    "technical_assessment": Text("技术评估", "technical assessment"),
    # 地方办事指南的承诺时限
    "public_notice": Text("公示、公告", "public notice"),
    "applicant_revision": Text("申请人修改材料", "revision by the applicant"),
    "supplement": Text("补正材料", "supplement of materials"),
    "site_survey": Text("现场勘验", "site survey"),
    "applicant_action": Text("等待申请人操作", "waiting for the applicant"),
    "special_procedure": Text("特别程序", "special procedure"),
    "withdrawal_pending": Text("撤件待确认", "withdrawal to be confirmed"),
    "force_majeure": Text("不可抗力", "force majeure"),
}
"""Every pause reason by its key."""

LICENCE_LAW = frozenset(
    {
        "hearing",
        "tender",
        "auction",
        "inspection",
        "testing",
        "quarantine",
        "appraisal",
        "expert_review",
    }
)
"""What article 45 of the 行政许可法 leaves out of the terms of that law."""
EIA = frozenset({"hearing", "expert_review", "technical_assessment"})
"""What 部令第14号 leaves out of the terms of an environmental approval; public notice is not among it."""
PROMISE = LICENCE_LAW | {
    "technical_assessment", "public_notice", "applicant_revision", "supplement", "site_survey",
    "applicant_action", "special_procedure", "withdrawal_pending", "force_majeure",
}  # fmt: skip
"""What guides of offices usually leave out of a promised term."""
EXCLUSIONS: dict[str, frozenset[str]] = {
    "none": frozenset(),
    "licence_law": LICENCE_LAW,
    "eia": EIA,
    "promise": PROMISE,
    "all": frozenset(REASONS),
}
"""The named sets that files of clocks may write for their exclusions."""
