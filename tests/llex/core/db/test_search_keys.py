import ast

import pytest
from django.apps import apps
from django.conf import settings

from llex.core import languages
from llex.core.db.search_keys import SearchableModel, name_key, name_keys, search_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José García", "GARCIA, Jose"),
        ("Jean-Paul Dupont", "Dupont Jean Paul"),
        ("علی رضایی", "رضايي علي"),
        ("O’Neil Ann", "Ann O'Neil"),
    ],
)
def test_order_of_names_does_not_matter(one, other):
    assert name_key(one) == name_key(other)
    assert name_keys(one) & name_keys(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Jean-Paul", "JeanPaul"), ("Ana\u200b Luz", "Ana\u00a0Luz"), ("Łukasz", "Lukasz")],
)
def test_writings_of_a_name_share_a_key(one, other):
    assert name_keys(one) & name_keys(other)


@pytest.mark.parametrize(("one", "other"), [("Ana Luz", "Ana Luzia"), ("Ana", ""), ("…", "–")])
def test_other_names_share_none(one, other):
    assert name_keys(one).isdisjoint(name_keys(other))


def test_key_has_each_word_and_the_whole():
    assert search_key(["Jean Paul", "", "Łódź"]) == "jean paul jeanpaul lodz"


def _searched_names():
    names = set()
    for model in apps.get_models():
        if issubclass(model, SearchableModel):
            names.update(model.searched)
    return names | {f"{name}_{code}" for name in names for code in languages.CODES}


def _bypassing(tree):
    """Yield the lines on which a searched field is written past `save()`."""
    names = _searched_names()
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            written = {keyword.arg for keyword in call.keywords}
            if call.func.attr == "bulk_update":
                written = {one.value for one in ast.walk(call) if isinstance(one, ast.Constant)}
            if call.func.attr in ("update", "aupdate", "bulk_update") and written & names:
                yield call.lineno


def test_no_code_writes_a_searched_field_past_its_key():
    root = settings.BASE_DIR
    found = [
        f"{path.relative_to(root)}:{line}"
        for room in ("llex", "priorities", "cities", "sessions_app")
        for path in sorted((root / room).rglob("*.py"))
        if "migrations" not in path.parts
        for line in _bypassing(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert found == []


@pytest.mark.parametrize(
    "code",
    ["rows.update(name='x')", "rows.bulk_update(batch, ['name'])", "rows.update(name_ar='x')"],
)
def test_writing_past_a_key_is_noticed(code):
    assert list(_bypassing(ast.parse(code))) == [1]
