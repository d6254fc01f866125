"""Lin tries what another patent or certificate would change; nothing is stored."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jianghai.enterprises import actions
from jianghai.enterprises.models import Entry

PATENT = '[{"class": "I", "count": 1, "granted": true, "valid": true, "disputed": true}]'


@pytest.fixture
def where(known):
    return reverse("firm_standard", args=[known.pk, "hnte"])


@pytest.fixture
def one_patent(known, lin):
    return actions.set_list(known, "ip", PATENT, by=lin)


def typed(client, where, name):
    """Give the fields of a list as the page offers them."""
    lists = client.get(where).context["lists"]
    [one] = [each for each in lists if each.fact.id == name]
    return {one.name: "1"} | {field.name: field.value for field in one.fields}


def test_a_patent_is_added_on_the_spot_and_nothing_is_saved(lins, known):
    where = reverse("firm_standard", args=[known.pk, "tech-sme"])
    fields = typed(lins, where, "ip") | {"list.ip.more": "1"}
    assert fields["list.ip.class"] == "I"
    answer = lins.post(where, fields, headers={"HX-Request": "true"})
    assert answer.context["result"].score.low > answer.context["before"].score.low
    assert "0 条 → <strong>1 条" in answer.content.decode()
    assert not Entry.objects.exists()


def test_a_right_on_file_is_left_out(lins, where, one_patent):
    [patents] = [one for one in lins.get(where).context["lists"] if one.fact.id == "ip"]
    assert patents.before[0]["class"] == "I"
    fields = typed(lins, where, "ip") | {patents.kept[0].name: "on", "list.ip.complete": "on"}
    page = lins.post(where, fields).content.decode()
    assert "1 条 → <strong>0 条" in page
    assert Entry.objects.filter(current=True).count() == 1


def test_a_certificate_is_added_until_a_day(lins, known):
    where = reverse("firm_standard", args=[known.pk, "little-giant"])
    fields = typed(lins, where, "certs") | {"list.certs.more": "1"}
    assert fields["list.certs.type"] == "SRDI"
    met = lins.post(where, fields).context["result"].clause("L1.title").verdict.word
    past = fields | {"list.certs.to": "2020-01-01", "list.certs.complete": "on"}
    assert (met, lins.post(where, past).context["result"].clause("L1.title").verdict.word) == (
        "met",
        "unmet",
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"list.certs.more": "many"}, "0 到 99"),
        ({"list.certs.more": "100"}, "0 到 99"),
        ({"list.certs.more": "1", "list.certs.to": "someday"}, "不是日期"),
    ],
)
def test_what_is_no_number_or_day_is_told(lins, known, change, told):
    where = reverse("firm_standard", args=[known.pk, "little-giant"])
    answer = lins.post(where, typed(lins, where, "certs") | change)
    assert told in answer.content.decode()
    assert not answer.context["tried"]


def test_a_list_that_was_tried_can_be_put_on_file(lins, where, known):
    fields = typed(lins, where, "ip") | {"list.ip.more": "2"}
    lins.post(reverse("firm_correct", args=[known.pk, "hnte"]), fields)
    assert Entry.objects.filter(current=True, list="ip").count() == 2
