"""Addresses that readers must not get."""

import pytest

from sessions_app.briefing.preflight.rules.web_addresses import address_problem, broken_addresses


@pytest.mark.parametrize(
    ("address", "severity"),
    [
        ("http://localhost:8000/water", "error"),
        ("https://192.168.1.10/", "error"),
        ("https://www.metropolis", "error"),
        ("https://{domain}/care", "error"),
        ("https://docs.google.com/document/d/1aB2/edit?usp=sharing", "error"),
        ("https://uclg-my.sharepoint.com/:w:/g/personal/a_b/Edit", "error"),
        ("https://www.uclg.org/wp-admin/post.php?post=1&action=edit", "error"),
        ("mailto:arrivals@metropolis", "error"),
        ("https://www.example.com/water", "warning"),
        ("http://www.metropolis.org/learning", "warning"),
        ("https://us02web.zoom.us/j/86412099471", "error"),
        ("https://teams.microsoft.com/l/meetup-join/19%3ameeting", "error"),
        ("https://meet.google.com/abc-defg-hij", "error"),
    ],
)
def test_address_that_is_not_for_readers_is_found(address, severity):
    assert address_problem(address)[0] == severity


@pytest.mark.parametrize(
    "address",
    [
        "https://www.uclg.org/library?theme=heat&year=2022",
        "https://care.bogota.gov.co/",
        "https://مثال.إختبار/صفحة",
        "https://www.uclg.org/editorial/credits",
        "https://zoom.us/rec/share/heat",
        "mailto:floods@unhabitat.org?subject=Water",
    ],
)
def test_usual_address_is_right(address):
    assert address_problem(address) is None


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("see htps://www.uclg.org/water", ["htps://www.uclg.org/water"]),
        ("see http:/www.uclg.org", ["http:/www.uclg.org"]),
        ("[voir](www uclg org)", ["www"]),
        ("écrire à floods@unhabitat", ["floods@unhabitat"]),
        ("at http://localhost:8000/water and", ["http://localhost:8000/water"]),
        ("write to floods@unhabitat.org, or see https://www.uclg.org.", []),
        ("@uclg_org and 5 @ 10", []),
    ],
)
def test_broken_address_is_found(text, broken):
    assert broken_addresses(text) == broken
