"""Every word that pages show for a model or a choice is in the glossary."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps

from tests.house.tree import read

GLOSSARY = read(Path("docs/glossary.md"))
MODELS = [model for model in apps.get_models() if model.__module__.startswith("jianghai.")]


@pytest.mark.parametrize("word", ["符合", "不符合", "待补数据", "需人工认定"])
def test_the_four_verdicts_are_explained(word):
    assert f"| {word} |" in GLOSSARY


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_model_and_its_choices_are_explained(model):
    labels = {
        str(label)
        for field in model._meta.local_fields
        for _value, label in field.flatchoices
        if field.name != "language"
    }
    unknown = {
        word for word in {str(model._meta.verbose_name), *labels} if f"| {word} |" not in GLOSSARY
    }
    assert unknown == set()
