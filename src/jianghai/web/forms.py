"""The forms of the pages that are more than one field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jianghai.base import clock
from jianghai.enterprises.models import SourceKind
from jianghai.web.words import source_kinds


class ImportForm(forms.Form):
    """A spreadsheet and where it comes from."""

    file = forms.FileField(
        label=_("表格文件"),
        help_text=_("CSV 或 XLSX；列名用模板里的，也认 enterprises.csv 的列名。"),
        error_messages={
            "required": _("请选择一个文件。"),
            "empty": _("文件是空的，请检查后重新选择。"),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    kind = forms.TypedChoiceField(
        label=_("来源类型"), choices=source_kinds, coerce=int, initial=SourceKind.DECLARED
    )
    text = forms.CharField(
        label=_("来源说明"), max_length=200, required=False, help_text=_("如“2025 年度火炬统计”。")
    )
    as_of = forms.DateField(
        label=_("数据日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_as_of(self) -> Any:
        """Refuse a day that has not come."""
        day = self.cleaned_data["as_of"]
        if day and day > clock.today():
            raise forms.ValidationError(_("数据日期还没有到，请改为今天或更早。"))
        return day


class TellForm(forms.Form):
    """One value of one fact and where it comes from."""

    value = forms.CharField(
        label=_("新值"), max_length=20_000, error_messages={"required": _("请填写新值。")}
    )
    text = forms.CharField(label=_("来源说明"), max_length=200, required=False)
    as_of = forms.DateField(
        label=_("数据日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class SourceForm(forms.Form):
    """The document that a weight table comes from, and from which day it is used."""

    document = forms.CharField(
        label=_("文号或名称"),
        max_length=200,
        error_messages={"required": _("请填写权重表的文号或名称。")},
    )
    valid_from = forms.DateField(
        label=_("启用日期"),
        help_text=_("这一天以前的积分仍按原来的权重。"),
        error_messages={"required": _("请填写从哪一天起用。")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=clock.today,
    )


class RestoreForm(forms.Form):
    """Why the draft is put in force again, and from which day."""

    reason = forms.CharField(
        label=_("原因"),
        max_length=200,
        error_messages={"required": _("请写明恢复草案的原因。")},
    )
    valid_from = forms.DateField(
        label=_("恢复日期"),
        help_text=_("今天或以后；这一天以前的积分仍按当时的权重。"),
        error_messages={"required": _("请填写从哪一天起恢复。")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=clock.today,
    )


class WeightsForm(SourceForm):
    """A weight table as a file."""

    file = forms.FileField(
        label=_("权重表文件"),
        help_text=_("CSV 或 XLSX，用上面的模板填写：每项指标一行，每个阶段一列，每列合计 100。"),
        error_messages={
            "required": _("请选择一个文件。"),
            "empty": _("文件是空的，请检查后重新选择。"),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    field_order = ("file", "document", "valid_from")
