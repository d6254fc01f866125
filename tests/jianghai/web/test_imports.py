from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jianghai.enterprises.models import Batch, Enterprise

TABLE = "企业名称,统一社会信用代码,年度,职工总数,营业收入\n南通新厂有限公司,91320600138738315N,2025,很多,1200\n"


def bring(client, table: str = TABLE):
    file = SimpleUploadedFile("新厂.csv", table.encode())
    return client.post(reverse("imports"), {"file": file, "kind": "20"}, follow=True)


def test_chen_sees_the_preview_with_every_refused_cell(chens, db):
    page = bring(chens).content.decode()
    assert "职工总数" in page
    assert "很多" in page
    assert "不是数字" in page
    assert not Enterprise.objects.exists()


def test_chen_imports_and_takes_it_back(chens, db, django_capture_on_commit_callbacks):
    bring(chens)
    batch = Batch.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        chens.post(reverse("import_apply", args=[batch.pk]))
    assert Enterprise.objects.get().name == "南通新厂有限公司"
    with django_capture_on_commit_callbacks(execute=True):
        page = chens.post(reverse("import_undo", args=[batch.pk]), follow=True).content.decode()
    assert "已撤销" in page
    assert not Enterprise.objects.exists()


def test_an_empty_file_is_refused_at_its_field(chens, db):
    file = SimpleUploadedFile("空.csv", b"")
    answer = chens.post(reverse("imports"), {"file": file, "kind": "20"})
    assert answer.status_code == 422
    assert "文件是空的" in answer.content.decode()


def test_refused_cells_are_taken_away_as_csv(chens, db):
    bring(chens)
    lines = b"".join(chens.get(reverse("import_refused", args=[Batch.objects.get().pk])))
    assert "很多" in lines.decode("utf-8-sig")


def test_lin_imports_nothing(lins, db):
    assert bring(lins).status_code == 404
    assert lins.get(reverse("import_template")).status_code == 404


def test_the_template_is_a_workbook(chens):
    assert b"".join(chens.get(reverse("import_template"))).startswith(b"PK")
