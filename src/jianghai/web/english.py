"""English for what data and rule files say in Chinese: figures with their units, choices, sources, citations."""

from __future__ import annotations

import re

from jianghai.enterprises.models import SourceKind

CHINESE = re.compile(r"[\u4e00-\u9fff]")
MONEY = {
    "亿美元": ("USD", 1e8),
    "万美元": ("USD", 1e4),
    "亿元": ("CNY", 1e8),
    "万元": ("CNY", 1e4),
    "元": ("CNY", 1.0),
}
UNITS = {"人": "persons", "年": "years", "分": "points", "天": "days"} | dict.fromkeys(
    ("件", "项", "名", "家", "级", "条"), ""
)
SUFFIXES = UNITS | {
    "亿美元": "USD 100 million",
    "亿元": "CNY 100 million",
    "万元": "CNY 10,000",
    "元": "CNY",
}
WHOLE = {"件": "items", "项": "items", "名": "place", "家": "firms", "级": "grade", "条": "items"}
FIGURE = re.compile(
    rf"(?P<sign>-?)(?P<number>\d[\d,]*(?:\.\d+)?) ?(?P<unit>{'|'.join((*MONEY, *UNITS))})"
    r"(?![\u4e00-\u9fff])"
)
WORDS = {
    "是": "yes",
    "否": "no",
    "完整": "complete",
    "未知": "unknown",
    "国际": "international",
    "国家": "national",
    "行业": "industry",
    "省": "provincial",
    "市": "municipal",
    "市以下": "below municipal",
    "地方": "local",
    "团体": "association",
    "无": "none",
    "安全": "safety",
    "质量": "quality",
    "环境": "environment",
    "科研失信": "research misconduct",
    "其他": "other",
    "大型": "large",
    "中型": "medium",
    "小型": "small",
    "微型": "micro",
    "中小微型": "not large",
    "初创期": "seed",
    "成长期": "growth",
    "稳定期": "stable",
    "电子信息": "electronics and information",
    "生物与新医药": "biology and new medicine",
    "航空航天": "aerospace",
    "新材料": "new materials",
    "高技术服务": "high-tech services",
    "新能源与节能": "new energy and saving",
    "资源与环境": "resources and environment",
    "先进制造与自动化": "advanced manufacturing and automation",
    "六基": "six basics",
    "制造强国重点领域": "key manufacturing fields",
    "网络强国": "network power",
    "关键链配套": "key-chain supplier",
    "国家技术创新示范企业": "national innovation model enterprise",
    "国家知识产权优势企业": "national IP advantage enterprise",
    "国家知识产权示范企业": "national IP model enterprise",
    "登记信息": "registration",
    "推算": "estimated",
    "主导": "leads",
    "参与": "takes part",
    "补短板锻长板填空白": "fills a gap",
    "中华老字号": "time-honoured brand",
}
#: The choices of facts about policies.
MATTERS = {
    "重大专项": "major project",
    "重点研发计划": "key R&D programme",
    "创新创业人才计划": "talent plan",
    "双创博士": "provincial doctor",
    "留学回国人员创新创业计划": "returnee programme",
    "国家级人才计划": "national talent programme",
    "人才培养工程": "training programme",
    "载体认定": "carrier recognition",
    "载体绩效": "carrier appraisal",
    "区": "district",
    "园区": "park",
    "揭榜挂帅": "open-call contract",
    "产业协同创新联合体": "innovation consortium",
    "重大科技成果转化": "commercialisation of major results",
    "引进市外重点科技项目": "key project from outside",
    "先进技术改造": "technical upgrading",
    "通用人工智能企业培育": "general-AI firm",
    "人工智能典型案例": "AI showcase",
    "智能算力项目": "computing-power project",
    "高质量数据集": "high-quality data set",
    "专业化数据空间": "data space",
    "传统商场改造": "mall renewal",
    "股改": "joint-stock reform",
    "辅导备案": "tutoring filed",
    "辅导验收": "tutoring accepted",
    "受理": "accepted",
    "过会": "passed",
    "上市": "listed",
    "主板": "main board",
    "科创板": "STAR Market",
    "创业板": "ChiNext",
    "北交所": "Beijing exchange",
    "新三板": "New Third Board",
    "境外": "abroad",
    "新能源": "new energy",
    "其他战略性新兴产业": "other emerging industry",
    "创业": "founder",
    "企业创新": "innovation in firms",
    "高校": "university",
    "科研院所": "research institute",
    "卫生": "health",
    "文化": "culture",
    "高技能": "skilled",
    "第一档": "first tier",
    "第二档": "second tier",
    "第三档": "third tier",
    "第四档": "fourth tier",
    "未入选": "not selected",
    "科技": "technology",
    "战略性新兴产业": "emerging industry",
    "教育": "education",
    "高端软件": "high-end software",
    "现代农业": "modern farming",
    "服务外包": "outsourcing",
    "世界名校": "world university",
    "县级医院创新": "county hospital",
    "拟申报": "to be applied for",
    "已立项": "awarded",
    "重大顶尖": "outstanding",
    "攀峰人才": "peak talent",
    "顶尖人才": "top talent",
    "创业人才": "founder",
    "创新人才": "innovator",
    "团队": "team",
    "未认定": "not recognised",
    "博士": "doctor",
    "硕士": "master",
    "董事长": "chairman",
    "总经理": "general manager",
    "执行董事": "executive director",
    "985高校": "985 university",
    "211高校": "211 university",
    "科技企业孵化器": "incubator",
    "大学科技园": "university park",
    "众创空间": "maker space",
    "加速器": "accelerator",
    "办公研发": "office and R&D",
    "生产": "production",
}
WORDS |= MATTERS
DIGITS = {word: str(value) for value, word in enumerate("零一二三四五六七八九")}
#: How citations name a place in a document, and what follows the name where it tells a sum.
CITED = {
    "核心指标": "Core indicators",
    "技术创新": "technological innovation",
    "成长经营": "growth and operation",
    "辅助": "auxiliary",
    "划型标准": "size-class standard",
    "申报条件": "conditions of application",
    "附表": "Table",
    "企业所得税法": "Enterprise Income Tax Law",
    "财政部 税务总局公告": "MOF and STA Announcement ",
    "瞪羚企业评估标准": "gazelle assessment standard",
    "瞪羚企业条件": "conditions for gazelles",
    "瞪羚企业标准": "gazelle standard",
    "潜在独角兽企业条件": "conditions for potential unicorns",
    "独角兽企业条件": "conditions for unicorns",
    "火炬统计": "Torch statistics",
    "目录内行业产值": "output of the industries of the catalogue",
    "规上工业总产值": "industrial output above scale",
    "研发经费内部支出": "internal R&D spending",
    "研发人员全时当量": "full-time equivalents of R&D staff",
    "技术合同成交额": "technology contract amount",
    "利润总额": "total profit",
    "营业收入": "operating revenue",
    "增加值": "added value",
    "从业人员": "staff",
    "本年高企数": "HNTEs this year",
    "上年高企数": "HNTEs the year before",
    "除以": " divided by ",
    "减": " less ",
    "附件": "Annex ",
}
NUMERAL = "[一二三四五六七八九十]+"
PLACES = (
    (
        re.compile(r"本园区登记企业 (\d+) 年度数据，(\d+) 家"),
        r"\2 enterprises registered in this zone, figures of \1",
    ),
    (re.compile(r"(\d{4})年第(\d+)号"), r"No. \2 of \1"),
    (re.compile(r"第(\d+)号公告"), r"Announcement No. \1 "),
    (re.compile(r"(?<![〕\d])(\d+)号"), r"No. \1"),
    (re.compile(r"附件(\d+) "), r"Annex \1, "),
)
RUN = re.compile(r"(?:985|211)?[\u4e00-\u9fff]+")


def english_of(text: str, sources: dict[int, str]) -> str:
    """Put figures, choices and kinds of sources into English; what it does not know stays as it stands.

    >>> english_of("500万元 ≤ x < 20000万元", {}), english_of("Level in 国家, 省", {})
    ('CNY 5 million ≤ x < CNY 200 million', 'Level in national, provincial')
    >>> english_of("3 条（完整）", {})
    '3 (complete)'
    >>> english_of("University in 985高校, 高校", {})
    'University in 985 university, university'
    """
    if not CHINESE.search(text):
        return text
    kinds = {str(SourceKind(kind).label): word for kind, word in sources.items()}
    plain = text.replace("（", " (").replace("）", ")").replace("“", "'").replace("”", "'")
    figured = FIGURE.sub(_figure, plain)
    return RUN.sub(lambda run: kinds.get(run[0], WORDS.get(run[0], run[0])), figured).strip()


def citation_of(text: str) -> str:
    """Put the place in a document and the words of a citation into English; names of documents stay.

    >>> citation_of("附件2 一（四）"), citation_of("第二十八条"), citation_of("195号 三（七）1")
    ('Annex 2, 1 (4)', 'Article 28', 'No. 195 3 (7) 1')
    >>> citation_of("火炬统计：增加值除以从业人员")
    'Torch statistics: added value divided by staff'
    """
    for pattern, words in PLACES:
        text = pattern.sub(words, text)
    text = re.sub(f"第({NUMERAL})条", lambda found: f" Article {_numeral(found[1])}", text)
    for chinese, words in CITED.items():
        text = text.replace(chinese, words)
    text = re.sub(
        rf"(?<![\u4e00-\u9fff]){NUMERAL}(?![\u4e00-\u9fff])", lambda found: _numeral(found[0]), text
    )
    for chinese, sign in (("（", " ("), ("）", ") "), ("：", ": "), ("·", " · "), ("、", ", ")):
        text = text.replace(chinese, sign)
    return re.sub(r" +", " ", text).strip()


def _numeral(word: str) -> str:
    """Write a Chinese number below a hundred in digits.

    >>> [_numeral(word) for word in ("七", "十一", "二十八")]
    ['7', '11', '28']
    """
    tens, ten, ones = word.rpartition("十")
    if not ten:
        return "".join(DIGITS[digit] for digit in word)
    return (DIGITS[tens] if tens else "1") + (DIGITS[ones] if ones else "0")


def suffix_of(unit: str) -> str:
    """Name the unit that a figure is typed in.

    >>> suffix_of("万元"), suffix_of("件"), suffix_of("%")
    ('CNY 10,000', 'items', '%')
    """
    return WHOLE.get(unit) or SUFFIXES.get(unit, unit)


def _figure(found: re.Match[str]) -> str:
    sign, number, unit = found["sign"], found["number"], found["unit"]
    if unit not in MONEY:
        return f"{sign}{number} {UNITS[unit]}".rstrip()
    currency, times = MONEY[unit]
    amount = float(number.replace(",", "")) * times
    if amount >= 1e6:  # noqa: PLR2004 - a million
        return f"{sign}{currency} {amount / 1e6:,.4f}".rstrip("0").rstrip(".") + " million"
    return f"{sign}{currency} {amount:,.2f}".removesuffix(".00")
