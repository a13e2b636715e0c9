"""Makers of the files that meeting tools give: invented people in the shape of each tool."""

import csv
import io
from datetime import UTC, datetime, timedelta

BEGIN = datetime(2020, 3, 25, 14, 0, tzinfo=UTC)
ZOOM_HEADS = (
    "Name (Original Name)", "User Email", "Join Time", "Leave Time", "Duration (Minutes)", "Guest",
    "Recording Consent", "In Waiting Room",
)  # fmt: skip


def _text(rows, separator=","):
    content = io.StringIO()
    csv.writer(content, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return content.getvalue()


def _stay(minutes, style="%m/%d/%Y %I:%M:%S %p"):
    return BEGIN.strftime(style), (BEGIN + timedelta(minutes=minutes)).strftime(style)


def zoom(people, *, with_preamble=True, with_address=True, encoding="utf-8-sig"):
    """A participants report of Zoom; *people* are names, addresses and minutes."""
    rows = []
    if with_preamble:
        rows = [
            ["Meeting ID", "Topic", "Start Time", "End Time", "User Email", "Duration (Minutes)",
             "Participants", ""],
            ["812 0000 0001", "Cities, together", *_stay(92), "host@network.example", "92",
             str(len(people)), ""],
            [],
        ]  # fmt: skip
    heads = [head for head in ZOOM_HEADS if with_address or "Email" not in head]
    rows.append(heads)
    for name, email, minutes in people:
        address = [email] if with_address else []
        rows.append([name, *address, *_stay(minutes), str(minutes), "Yes", "", "No"])
    return _text(rows).encode(encoding)


TEAMS = {
    "en": (
        ("1. Summary", "2. Participants", "3. In-Meeting Activities"),
        ("Name", "First Join", "Last Leave", "In-Meeting Duration", "Email",
         "Participant ID (UPN)", "Role"),
        "{hours}h {minutes}m 4s",
    ),
    "fr": (
        ("1. Résumé", "2. Participants", "3. Activités en réunion"),
        ("Nom", "Première connexion", "Dernière déconnexion", "Durée de la réunion", "E-mail",
         "ID du participant (UPN)", "Rôle"),
        "{hours} h {minutes} min 4 s",
    ),
    "es": (
        ("1. Resumen", "2. Participantes", "3. Actividades en la reunión"),
        ("Nombre", "Primera unión", "Última salida", "Duración de la reunión",
         "Correo electrónico", "Id. de participante (UPN)", "Rol"),
        "{hours} h {minutes} min 4 s",
    ),
    "ar": (
        ("1. الملخص", "2. المشاركون", "3. الأنشطة أثناء الاجتماع"),
        ("الاسم", "أول انضمام", "آخر مغادرة", "مدة الاجتماع", "البريد الإلكتروني",
         "معرف المشارك", "الدور"),
        "{hours} س {minutes} د 4 ث",
    ),
}  # fmt: skip


def teams(people, *, language="en"):
    """An attendance report of Teams: three sections, tabs, UTF-16."""
    (summary, participants, activities), heads, duration = TEAMS[language]
    rows = [[summary], ["Meeting title", "Cities, together"], ["Attended", str(len(people))], []]
    table = []
    for name, email, minutes in people:
        spent = duration.format(hours=minutes // 60, minutes=minutes % 60)
        table.append([name, *_stay(minutes, "%m/%d/%y, %I:%M:%S %p"), spent, email, email, "Guest"])
    rows += [[participants], heads, *table, [], [activities], heads[:6], *table]
    return _text(rows, "\t").encode("utf-16")


def old_teams(people):
    """The attendance list that Teams gave before: who joined and left when."""
    rows = [["Full Name", "User Action", "Timestamp"]]
    for name, _email, minutes in people:
        begin, end = _stay(minutes, "%m/%d/%Y, %I:%M:%S %p")
        rows += [[name, "Joined", begin], [name, "Left", end]]
    return _text(rows, "\t").encode("utf-16")


def webex(people, *, encoding="utf-16"):
    """A participants report of Webex, with its cells that look like formulas."""
    heads = ("Meeting Name", "Meeting Start Time", "Display Name", "Attendee Email", "Join Time",
             "Leave Time", "Attendance Duration", "Connection Type")  # fmt: skip
    rows = [heads]
    for name, email, minutes in people:
        begin, end = (f'="{moment}"' for moment in _stay(minutes, "%Y-%m-%d %H:%M:%S"))
        rows.append(["Cities", begin, name, email, begin, end, f"{minutes} mins", "Desktop app"])
    return _text(rows, "\t").encode(encoding)
