import json
import runpy

import pytest
from django.conf import settings

from llex.core import languages
from llex.core.languages import data, world_languages


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("es", "El municipio ha asumido por dos años 240 contratos de antiguas casas."),
        ("fr", "La municipalité a repris pour deux ans 240 baux d’anciennes maisons."),
        ("en", "The municipality has taken over 240 leases of former guest houses."),
        ("ar", "تتحمّل البلدية جزءًا من إيجار الأسر التي فقدت دخلها لمدّة ستة أشهر."),
        ("pt", "A prefeitura abriu o ginásio para as pessoas que ficaram sem casa."),
        ("tr", "Belediye, gelirini kaybeden ailelere altı ay boyunca kira desteği veriyor."),
        (
            "zh",
            "市政府开放了体育馆，为无家可归者提供床位和热餐，并设立了心理咨询热线和医疗服务站点。",
        ),
        ("ru", "Мэрия открыла спортивные залы для бездомных и раздаёт горячую еду."),
    ],
)
def test_language_of_a_text_is_suggested(code, text):
    assert world_languages.suggest(text) == code


@pytest.mark.parametrize("text", ["", "We opened", "12345 67890 12345 67890 12345", "? " * 40])
def test_nothing_is_suggested_where_it_is_unsure(text):
    assert world_languages.suggest(text) == ""


@pytest.mark.parametrize("reader", languages.CODES)
def test_every_language_has_a_name_and_ours_come_first(reader):
    known = world_languages.all_languages(reader)

    assert [tongue.code for tongue in known[:4]] == list(languages.CODES)
    assert len({tongue.code for tongue in known}) == len(known) > 200
    assert all(tongue.own for tongue in known)
    assert max(len(tongue.code) for tongue in known) <= 35


def test_language_is_called_by_its_own_name_and_the_readers():
    labels = {tongue.code: tongue.label for tongue in world_languages.all_languages("en")}

    assert labels["sw"] == "Kiswahili · Swahili"
    assert labels["en"] == "English"
    assert labels["qu"] == "Runasimi · Quechua"
    assert world_languages.name_of("pt") == "Português"
    assert world_languages.name_of("xx-unknown") == "xx-unknown"


def test_tables_are_what_the_script_writes():
    script = runpy.run_path(str(settings.BASE_DIR / "docs/language_names.py"))
    own = script["own_names"]()

    assert json.loads(world_languages.TABLE.read_text(encoding="utf-8")) == own
    for code in data.available():
        assert data.read_names(code) == script["names_in"](code, sorted(own)), code
