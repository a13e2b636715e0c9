"""The menu of six, by role; the pages of settings and tables; the way to a page."""

import pytest
from django.conf import settings
from django.urls import reverse
from lxml import html

from sessions_app.groups import ORGANISERS, RAPPORTEURS, TRANSLATORS
from tests.factories import (
    make_city,
    make_contribution,
    make_edition,
    make_participant,
    make_session,
    make_user,
)

# Lists to which the menu, a session, a city or the settings lead organisers.
EMPTY_LISTS = (
    "sessions_app.learningsession", "sessions_app.series", "sessions_app.organisation",
    "sessions_app.person", "sessions_app.participant", "sessions_app.quote",
    "sessions_app.visiontheme", "sessions_app.keypoint", "sessions_app.edition",
    "sessions_app.glossaryterm", "sessions_app.spreadsheetimport",
    "sessions_app.scheduledpublication", "sessions_app.translationassignment",
    "cities.city", "cities.officer", "cities.contribution", "cities.invitation",
    "cities.opencallapplication", "cities.policyresponse", "cities.challenge",
    "cities.reviewnote", "cities.submission", "cities.attachment", "cities.photograph",
    "cities.responseupdate",
    "cities.followup", "priorities.consultation", "priorities.service", "llex.mail",
    "llex.privacynotice",
)  # fmt: skip
SIX = ["Today", "Sessions", "Cities", "People", "Notes", "Settings"]
LANGUAGES = {
    "fr": ["Aujourd’hui", "Sessions", "Villes", "Personnes", "Notes", "Réglages"],
    "es": ["Hoy", "Sesiones", "Ciudades", "Personas", "Notas", "Configuración"],
    "ar": ["اليوم", "الجلسات", "المدن", "الأشخاص", "المذكرات", "الإعدادات"],
}


def log_in(client, role):
    is_admin = role == "administrator"
    user = make_user(is_staff=True, is_superuser=True) if is_admin else make_user(group=role)
    client.force_login(user)
    return user


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return html.fromstring(answer.content.decode())


def menu_of(page):
    """Return the entries of the side menu: their names by their addresses."""
    links = page.xpath("//*[@id='nav-sidebar-apps']//a")
    return {link.get("href"): link.xpath("string(span[last()])").strip() for link in links}


def way_of(page):
    """Return the titles and addresses of the breadcrumbs."""
    steps = page.xpath("//nav[contains(@class, 'admin-crumbs')]//li")
    return [(step.text_content().strip(), "".join(step.xpath("a/@href"))) for step in steps]


@pytest.mark.parametrize(
    ("role", "entries"),
    [
        (ORGANISERS, SIX),
        (RAPPORTEURS, SIX),
        (TRANSLATORS, ["Today"]),
        ("administrator", [*SIX, "Tables"]),
    ],
)
def test_menu_has_what_the_role_may_open(client, db, role, entries):
    log_in(client, role)

    menu = menu_of(read(client, reverse("admin:index")))

    assert list(menu.values()) == entries
    for address in menu:
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize(("language", "entries"), LANGUAGES.items())
def test_menu_speaks_the_language(client, db, language, entries):
    log_in(client, ORGANISERS)

    assert list(menu_of(read(client, f"/{language}/admin/")).values()) == entries


@pytest.mark.parametrize(
    ("role", "page", "status"),
    [
        (ORGANISERS, "settings", 200),
        (RAPPORTEURS, "settings", 200),
        (TRANSLATORS, "settings", 403),
        (ORGANISERS, "tables", 403),
        (RAPPORTEURS, "tables", 403),
        (TRANSLATORS, "tables", 403),
        ("administrator", "tables", 200),
        (RAPPORTEURS, "sessions_app_learningsession_notes", 200),
        (TRANSLATORS, "sessions_app_learningsession_notes", 403),
    ],
)
def test_pages_of_lists_are_refused_to_other_roles(client, db, role, page, status):
    log_in(client, role)

    assert client.get(reverse(f"admin:{page}")).status_code == status


@pytest.mark.parametrize("page", ["settings", "tables", "sessions_app_learningsession_notes"])
def test_anonymous_visitors_log_in_first(client, db, page):
    answer = client.get(reverse(f"admin:{page}"))

    assert answer.status_code == 302
    assert (
        reverse("account_login")
        in client.get(reverse(f"admin:{page}"), follow=True).request["PATH_INFO"]
    )


@pytest.mark.parametrize("role", [ORGANISERS, RAPPORTEURS, "administrator"])
def test_settings_say_what_each_is_for_and_open(client, db, role):
    log_in(client, role)

    entries = read(client, reverse("admin:settings")).xpath("//section//li")

    titles = [entry.xpath("string(a)") for entry in entries]
    assert "Series" in titles
    assert ("Users" in titles) == (role == "administrator")
    assert ("E-mails" in titles) == (role != RAPPORTEURS)
    for entry in entries:
        assert entry.xpath("string(span)").endswith("."), entry.text_content()
        assert client.get(entry.xpath("a/@href")[0]).status_code == 200


@pytest.mark.parametrize("role", [ORGANISERS, RAPPORTEURS])
def test_notes_tell_published_from_unpublished(client, db, role):
    written, held, planned = make_session(), make_session(), make_session(open_call=True)
    make_edition(session=written)
    log_in(client, role)

    page = read(client, reverse("admin:sessions_app_learningsession_notes"))

    lines = {line.xpath("string(p[1])").strip(): line for line in page.xpath("//li[p]")}
    assert set(lines) == {str(written), str(held)}
    assert "Edition 1" in lines[str(written)].text_content()
    assert f"/sessions/{written.slug}/briefing/" in "".join(lines[str(written)].xpath(".//@href"))
    assert "Not published yet" in lines[str(held)].text_content()
    assert str(planned) not in page.text_content()


def test_notes_cost_the_same_for_one_and_for_three(client, db, django_assert_max_num_queries):
    log_in(client, ORGANISERS)
    address = reverse("admin:sessions_app_learningsession_notes")
    make_edition(session=make_session())
    client.get(address)
    with django_assert_max_num_queries(15) as one:
        client.get(address)
    make_edition(session=make_session())
    make_session()
    with django_assert_max_num_queries(15) as three:
        client.get(address)

    assert len(one) == len(three)


def cockpit(session):
    return reverse("admin:sessions_app_learningsession_cockpit", args=[session.pk])


def test_breadcrumbs_lead_from_sessions_over_the_title_to_the_page(client, db):
    session = make_session()
    participant = make_participant(session=session)
    log_in(client, ORGANISERS)
    sessions = ("Sessions", reverse("admin:sessions_app_learningsession_changelist"))
    title = (str(session), cockpit(session))
    participants = reverse("admin:sessions_app_participant_changelist")
    lists = f"{participants}?session__id__exact={session.pk}"

    def way(name, *args, query=""):
        return way_of(read(client, reverse(f"admin:{name}", args=args) + query))

    assert way("index") == [("Today", "")]
    assert way("sessions_app_learningsession_changelist") == [("Sessions", "")]
    assert way("sessions_app_learningsession_cockpit", session.pk) == [sessions, (title[0], "")]
    form = way("sessions_app_learningsession_change", session.pk)
    assert form == [sessions, title, ("Details", "")]
    board = way("sessions_app_learningsession_board", session.pk)
    assert board == [sessions, title, ("Who is missing", "")]
    one = way("sessions_app_participant_change", participant.pk)
    assert one == [sessions, title, ("Participants", lists), (str(participant), "")]
    query = f"?session__id__exact={session.pk}"
    some = way("sessions_app_participant_changelist", query=query)
    assert some == [sessions, title, ("Participants", "")]


def test_breadcrumbs_of_other_sections(client, db):
    contribution = make_contribution()
    city = make_city()
    log_in(client, "administrator")

    def way(name, *args):
        found = way_of(read(client, reverse(f"admin:{name}", args=args)))
        return [title for title, _address in found]

    assert way("cities_city_change", city.pk) == ["Cities", str(city)]
    assert way("sessions_app_series_change", contribution.session.series_id) == [
        "Settings",
        "Series",
        str(contribution.session.series),
    ]
    assert way("sessions_app_series_add") == ["Settings", "Series", "New"]
    assert way("cities_contribution_change", contribution.pk) == [
        "Sessions",
        str(contribution.session),
        "Contributions",
        str(contribution),
    ]
    assert way("cities_place_changelist") == ["Tables", "Gazetteer"]
    assert way("settings") == ["Settings"]
    assert way("tables") == ["Tables"]
    assert way("sessions_app_learningsession_notes") == ["Notes"]


def test_breadcrumbs_lead_a_translator_nowhere_that_is_refused(client, db):
    from sessions_app.models import TranslationAssignment

    session = make_session(languages=["en", "fr"])
    user = log_in(client, TRANSLATORS)
    TranslationAssignment.objects.create(translator=user, session=session, language="fr")

    page = read(
        client, reverse("admin:sessions_app_learningsession_translations", args=[session.pk])
    )

    assert [address for _title, address in way_of(page) if address] == []


def test_each_list_says_what_it_is_for_where_there_is_nothing(client, db):
    log_in(client, ORGANISERS)
    silent = set()
    for label in EMPTY_LISTS:
        page = read(client, reverse(f"admin:{label.replace('.', '_')}_changelist"))
        text = " ".join(page.xpath("string(//*[@class='list-empty'])").split())
        if not text.startswith("None yet.") or len(text) < 45:
            silent.add(label)

    assert silent == set()


def test_delete_is_not_the_loudest_button(client, db):
    session = make_session()
    log_in(client, ORGANISERS)

    page = read(client, reverse("admin:sessions_app_learningsession_change", args=[session.pk]))
    sheet = (settings.BASE_DIR / "static/css/admin/frame.css").read_text()

    link = page.xpath("//*[@id='submit-row']//a[contains(@href, '/delete/')]")
    assert len(link) == 1
    rule = sheet.split('#submit-row a[href*="/delete/"],')[1].split("}")[0]
    assert "delete-confirmation" in rule
    assert "background: none" in rule
