"""What a site on an empty database does with Portuguese; run by `test_further_language.py`.

Prints one JSON object of observations.
"""

import io
import json
import re
import zipfile

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils.formats import date_format  # noqa: E402
from django.utils.translation import override  # noqa: E402

setup_test_environment()
call_command("migrate", verbosity=0)

from cities.models import City  # noqa: E402
from llex.core.db.collation import InLanguageOrder  # noqa: E402
from llex.core.languages.numbers import number  # noqa: E402
from llex.core.time_zones.names import name_of  # noqa: E402
from sessions_app.briefing.compose.note import compose  # noqa: E402
from sessions_app.briefing.quantities import quantities  # noqa: E402
from sessions_app.briefing.render import FORMATS  # noqa: E402
from sessions_app.models import Series  # noqa: E402
from tests import factories  # noqa: E402
from tests.sessions_app.briefing.render.reading import pdf_text  # noqa: E402

NAMES = ("Zurique", "Évora", "Faro", "Espinho")
INTRODUCTION = "Os governos locais responderam à crise com solidariedade e determinação. " * 8


def columns(table):
    with connection.cursor() as cursor:
        return [one.name for one in connection.introspection.get_table_description(cursor, table)]


def migrations():
    out = io.StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=out)
    call_command("make_language_migration", "pt", check=True, stdout=out)
    return out.getvalue()


def note():
    session = factories.make_full_session(rows=2)
    session.languages = ["en", "pt"]
    session.title_pt, session.introduction_pt = "Sessão de abertura", INTRODUCTION
    session.save()
    for consultation in session.consultations.all():
        consultation.question_pt = "Que serviços são essenciais?"
        consultation.save()
    document = compose(session, "pt")
    made = {name: kind.render(document, None) for name, kind in FORMATS.items()}
    word = zipfile.ZipFile(io.BytesIO(made["docx"]))
    return session, {
        "html": made["html"].decode(),
        "md": made["md"].decode(),
        "json": made["json"].decode(),
        "word": word.read("word/document.xml").decode(),
        "word_styles": word.read("word/styles.xml").decode(),
        "pdf": pdf_text(made["pdf"]),
        "pdf_language": re.search(rb"/Catalog.+?/Lang ?\(([\w-]+)\)", made["pdf"], re.DOTALL)[
            1
        ].decode(),
    }


def admin(session):
    client = Client()
    client.force_login(factories.make_user(is_superuser=True, is_staff=True))
    series = session.series
    address = reverse("admin:sessions_app_series_change", args=[series.pk])
    page = client.get(address).content.decode()
    form = client.get(address).context["adminform"].form
    posted = {name: form[name].value() or "" for name in form.fields}
    version = re.search(r'name="_version" value="([^"]*)"', page)
    posted |= {"title_pt": "Experiência", "_version": version[1] if version else ""}
    answer = client.post(address, posted)
    fields = client.get(reverse("admin:sessions_app_learningsession_change", args=[session.pk]))
    return {
        "status": answer.status_code,
        "title": Series.objects.get(pk=series.pk).title_pt,
        "fields": re.findall(r'name="(\w+_pt)"', fields.content.decode()),
    }


def words():
    for name in NAMES:
        factories.make_city(name_pt=name, name_en=name)
    with override("pt"):
        cities = City.objects.order_by(InLanguageOrder("name"))
        return {
            "number": number(1234567.5),
            "date": date_format(factories.make_session().starts_at, "DATE_FORMAT"),
            "zone": name_of("Europe/Lisbon"),
            "cities": [city.name_pt for city in cities if city.name_pt in NAMES],
        }


session, rendered = note()
home = Client().get("/pt/sessions/").content.decode()
counted = quantities("Abrimos 2.500 vagas e trinta e dois abrigos.", "pt").values
result = {
    "migrations": migrations(),
    "columns": columns("cities_city"),
    "note": rendered,
    "admin": admin(session),
    "words": words(),
    "home": home,
    "quantities": sorted(str(value) for value in counted),
}
call_command("migrate", "language_pt", "zero", verbosity=0)
result["columns_after_removal"] = columns("cities_city")
call_command("migrate", verbosity=0)
result["columns_after_return"] = columns("cities_city")
print(json.dumps(result))
