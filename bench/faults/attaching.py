"""An officer attaches documents while the disk of the site's files is full."""

from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Final

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from bench.faults.disks import Disk
from cities.contributions import deadlines
from cities.models import Attachment, Contribution, Officer
from sessions_app.models import EditionFile

_TOKEN: Final = "t" * 32
_JSON: Final = "application/json"
# Larger than what is held in memory, so that it is written down already while it arrives.
_LARGE: Final = b"%PDF-" + b"x" * 4_000_000
_CREATED, _SEE_OTHER, _UNFIT, _UNAVAILABLE = 201, 302, 422, 503


@dataclass(frozen=True)
class Answer:
    """The answer to an upload."""

    status: int
    kind: str
    text: str

    def is_refusal(self, *statuses: int, kind: str) -> bool:
        """Return whether it says, with such a status, that files cannot be kept now."""
        is_told = "cannot keep files just now" in self.text
        return self.status in statuses and self.kind.startswith(kind) and is_told


@dataclass(frozen=True)
class OpenForm:
    """An officer who is logged in, at a contribution that is open."""

    port: int
    contribution: Contribution
    cookies: str

    def send(self, content: bytes, *, script: bool, text: str = "") -> Answer:
        """Attach a document as the page's script does, or as a browser without it."""
        self.contribution.refresh_from_db()
        fields = {
            "csrfmiddlewaretoken": _TOKEN,
            "do": "upload",
            "version": self.contribution.draft_version,
            "representative_name": text,
            "documents": SimpleUploadedFile("plan.pdf", content),
        }
        address = f"/en/contribute/{self.contribution.pk}/{'documents/' if script else ''}"
        headers = {"Host": "localhost", "Cookie": self.cookies, "Content-Type": MULTIPART_CONTENT}
        headers |= {"Accept": _JSON if script else "text/html"}
        asking = HTTPConnection("127.0.0.1", self.port, timeout=60)
        asking.request("POST", address, encode_multipart(BOUNDARY, fields), headers)
        answer = asking.getresponse()
        found = Answer(
            answer.status, answer.headers.get("Content-Type", ""), answer.read().decode()
        )
        asking.close()
        return found


def run(port: int, disk: Disk) -> Iterator[tuple[str, bool]]:
    """Attach on a full disk, then on one with room; give a line and whether it is well."""
    form = _sign_in(port)
    document = _document()
    before = _kept(disk)
    disk.fill()
    name = "Written On A Full Disk"
    told = {
        "script": form.send(document, script=True).is_refusal(_UNAVAILABLE, kind=_JSON),
        "person": form.send(document, script=False, text=name).is_refusal(_UNFIT, kind="text/html"),
        "script, large": form.send(_LARGE, script=True).is_refusal(_UNAVAILABLE, kind=_JSON),
        "person, large": form.send(_LARGE, script=False).is_refusal(_UNAVAILABLE, kind="text/html"),
    }
    connection.close()
    form.contribution.refresh_from_db()
    is_saved = name in str(form.contribution.draft)
    is_clean = _kept(disk) == before
    disk.free()
    afterwards = form.send(document, script=True).status == _CREATED
    untold = [who for who, is_told in told.items() if not is_told]
    line = (
        f"{'disk full, documents attached':<30} told in words: {', '.join(told)}"
        f"{f' BUT NOT {untold}' if untold else ''}; text saved: {is_saved}, "
        f"nothing left behind: {is_clean}, taken afterwards: {afterwards}"
    )
    yield line, not untold and is_saved and is_clean and afterwards


def _sign_in(port: int) -> OpenForm:
    for officer in Officer.objects.select_related("user"):
        for contribution in Contribution.objects.filter(city=officer.city):
            if deadlines.may_write(contribution) and not contribution.attachments.exists():
                client = Client()
                client.force_login(officer.user)
                session = client.cookies[settings.SESSION_COOKIE_NAME].value
                cookies = f"{settings.SESSION_COOKIE_NAME}={session}"
                cookies += f"; {settings.CSRF_COOKIE_NAME}={_TOKEN}"
                return OpenForm(port, contribution, cookies)
    raise LookupError("The demo has no contribution that an officer may write.")


def _document() -> bytes:
    """Return a PDF that is taken: one that the demo has published."""
    file = EditionFile.objects.filter(file__endswith=".pdf").first()
    if file is None:
        raise LookupError("The demo has no PDF.")
    with file.file.open("rb") as content:
        return content.read()


def _kept(disk: Disk) -> tuple[int, set[str]]:
    """Return how many documents there are, and every file but what fills the disk."""
    connection.close()
    files = {str(path) for path in disk.folder.rglob("*") if path.is_file()}
    # Workers give their signs of life there.
    return Attachment.objects.count(), {
        path for path in files if "llex-workers" not in path and not path.endswith("filling")
    }
