"""Files of Zoom, Teams and Webex as they are."""

import pytest

from llex.core.spreadsheets.formats import LARGEST_FILE
from llex.core.spreadsheets.sheets import UnreadableFile
from sessions_app.attendance.reading import FileAttendee, read_attendees
from tests.factories_meetings import TEAMS, old_teams, teams, webex, zoom

PEOPLE = [
    ("Ana López", "ana@bogota.example", 65),
    ("Moussa Ndiaye (il/lui)", "", 12),
    ("ليلى حداد", "leila@amman.example", 90),
]
EXPECTED = [
    FileAttendee("Ana López", "ana@bogota.example", 65),
    FileAttendee("Moussa Ndiaye (il/lui)", "", 12),
    FileAttendee("ليلى حداد", "leila@amman.example", 90),
]


@pytest.mark.parametrize("with_preamble", [True, False])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_zoom_is_read_with_and_without_its_preamble(with_preamble, encoding):
    data = zoom(PEOPLE, with_preamble=with_preamble, encoding=encoding)

    assert read_attendees(data) == EXPECTED


def test_zoom_without_addresses_in_an_old_encoding_is_read_by_names():
    data = zoom(PEOPLE[:2], with_address=False, encoding="cp1252")

    assert [one.name for one in read_attendees(data)] == ["Ana López", "Moussa Ndiaye (il/lui)"]


@pytest.mark.parametrize("language", TEAMS)
def test_report_of_teams_is_read_in_each_language_and_each_person_once(language):
    assert read_attendees(teams(PEOPLE, language=language)) == EXPECTED


def test_older_list_of_teams_is_read_without_minutes():
    names = [(one.name, one.minutes) for one in read_attendees(old_teams(PEOPLE))]

    assert names == [(name, None) for name, _email, _minutes in PEOPLE]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8"])
def test_webex_is_read_with_its_formulas(encoding):
    assert read_attendees(webex(PEOPLE, encoding=encoding)) == EXPECTED


def test_joins_of_a_person_are_added_by_address_and_by_name():
    data = zoom(
        [
            ("Ana López", "ana@bogota.example", 20),
            ("Ana (phone)", "ANA@bogota.example", 5),
            ("Lopez, Ana", "", 7),
            ("ana lópez", "", 1),
        ]
    )

    assert read_attendees(data) == [
        FileAttendee("Ana López", "ana@bogota.example", 25, 2),
        FileAttendee("Lopez, Ana", "", 8, 2),
    ]


def test_list_of_a_webinar_has_only_those_who_attended():
    text = (
        "Attendee Report\n\nHost Details,\nAttended,User Name (Original Name),Email,Join Time,"
        "Time in Session (minutes)\nYes,Host One,host@network.example,2020,90\n\n"
        "Attendee Details,\nAttended,User Name (Original Name),Email,Join Time,"
        "Time in Session (minutes)\nYes,Ana López,,2020,30\nNo,Who Stayed Away,,--,--\n"
    )

    assert [one.name for one in read_attendees(text.encode())] == ["Host One", "Ana López"]


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("1:05:40", 66), ("0:45", 45), ("2h", 120), ("1 heure 3 minutes", 63), ("35 secs", 1),
     ("٩٠", 90), ("65.5", 65), ("", None), ("soon", None), ("3 parsecs", None)],
)  # fmt: skip
def test_durations_are_read_in_every_writing(written, minutes):
    text = f"Name,Join time,Duration (minutes)\nAna,2020,{written}\n"

    assert read_attendees(text.encode())[0].minutes == minutes


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"x" * (LARGEST_FILE + 1), "larger than 5 MB"),
        (b"%PDF-1.7", "XLSX"),
        (b"Question,Answer\nHow?,Well\n", "No list of participants"),
        (b"Name,Email\nAna,ana@example.org\n", "No list of participants"),
        (b"Join Time,Leave Time,Duration (Minutes)\n1,2,3\n", "no column of names"),
        (zoom([]), "names nobody"),
    ],
    ids=["empty", "blank", "large", "pdf", "poll", "registrations", "nameless", "nobody"],
)
def test_other_files_are_refused_in_words(data, says):
    with pytest.raises(UnreadableFile, match=says):
        read_attendees(data)


@pytest.mark.parametrize(
    ("name", "email", "keys"),
    [
        ("iPhone", "", ["iphone", "iphone #2"]),
        ("Galaxy S21", "", ["galaxy s21", "galaxy s21 #2"]),
        ("Guest (2)", "", ["2 guest", "2 guest #2"]),
        ("iPhone", "ana@bogota.example", ["ana@bogota.example"]),
        ("Ana's iPhone", "", ["anas iphone"]),
        ("Ana López", "", ["ana lopez"]),
    ],
    ids=["phone", "model", "guest", "address", "own", "name"],
)
def test_devices_of_one_name_without_an_address_are_several_people(name, email, keys):
    found = read_attendees(zoom([(name, email, 12), (name, email, 20)]))

    assert [one.key for one in found] == keys
    assert sum(one.minutes for one in found) == 32


def test_device_in_a_list_without_times_is_one():
    assert len(read_attendees(old_teams([("iPhone", "", 12)]))) == 1
