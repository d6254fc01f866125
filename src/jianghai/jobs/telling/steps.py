"""From steps of payouts and applications to notices that do not wait: somebody has to act, or is glad to know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from jianghai.jobs.telling import words
from jianghai.notices import actions as notices
from jianghai.notices.models import Kind
from jianghai.policies.models import Application, Payout
from rulebook.errors import Text

#: What firms are told of a payout; steps that are not here are the firm's own or do not concern it.
PAYOUTS = {
    "payout pushed": Text("请确认：{name} {sum}，免申即享", "Please confirm: {name}, {sum}"),
    "payout paid": Text("已兑付：{name} {sum}", "Paid: {name}, {sum}"),
    "payout returned": Text(
        "款项被退回，请更换账号：{name} {sum}", "Sent back, name another account: {name}, {sum}"
    ),
    "payout clawed back": Text("已追回：{name} {sum}", "Taken back: {name}, {sum}"),
    "payout dropped": Text("已撤下：{name} {sum}", "Taken off: {name}, {sum}"),
}
APPLICATIONS = {
    "application returned": Text("请补正申报：{name}", "Please correct your application: {name}"),
    "application approved": Text("申报已通过：{name}", "Application approved: {name}"),
    "application refused": Text("申报未通过：{name}", "Application refused: {name}"),
}


def tell_steps(verb: str, rows: Sequence[Payout | Application]) -> int:
    """Tell the people of each firm what happened to its payouts or its application."""
    made = _tell_payouts(verb, [one for one in rows if isinstance(one, Payout)])
    return made + _tell_applications(verb, [one for one in rows if isinstance(one, Application)])


def _tell_payouts(verb: str, rows: Sequence[Payout]) -> int:
    told = PAYOUTS.get(verb)
    by_clause: dict[str, list[Payout]] = defaultdict(list)
    for row in rows:
        if row.pushed_at is not None:
            by_clause[row.clause].append(row)
    if told is None:
        return 0
    made = 0
    for clause, held in by_clause.items():
        first = held[0]
        key = f"{verb}:{first.pk}:{first.changed_at.isoformat()}"
        cause = notices.Cause(key, Kind.UNASKED, Text(first.name_zh, first.name_en), clause)
        made += notices.tell(cause, [_of_payout(told, row) for row in held])
    return made


def _of_payout(told: Text, row: Payout) -> notices.Message:
    amount = words.sum_of(row.amount, row.amount) or Text("", "")
    body = Text(row.remark, row.remark)
    return notices.Message(
        row.enterprise,
        Text(
            told.zh.format(name=row.name_zh, sum=amount.zh),
            told.en.format(name=row.name_en, sum=amount.en),
        ),
        body,
        words.address("payout", pk=row.pk) or words.clause_page(row.enterprise_id, row.clause),
        row.amount,
    )


def _tell_applications(verb: str, rows: Sequence[Application]) -> int:
    told = APPLICATIONS.get(verb)
    if told is None:
        return 0
    made = 0
    for row in rows:
        key = f"{verb}:{row.pk}:{row.changed_at.isoformat()}"
        name = Text(row.name_zh, row.name_en)
        cause = notices.Cause(key, Kind.APPLICATION, name, row.clause)
        last = row.remarks[-1]["text"] if row.remarks else ""
        message = notices.Message(
            row.enterprise,
            Text(told.zh.format(name=name.zh), told.en.format(name=name.en)),
            Text(last, last),
            words.address("application", pk=row.pk)
            or words.clause_page(row.enterprise_id, row.clause),
            row.granted,
        )
        made += notices.tell(cause, [message])
    return made
