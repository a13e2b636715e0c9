import pytest

from llex.core.db.search_keys import name_key, name_keys, search_key


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
