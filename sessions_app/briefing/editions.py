"""Publishing: from the rows as they are to an edition that stays for ever."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.text import Truncator
from django.utils.timezone import now

from cities import photograph_files
from llex.core.text import to_plain
from sessions_app.briefing import edition_cache
from sessions_app.briefing.checksums import checksum, document_checksum, file_checksum
from sessions_app.briefing.compose.note import compose_all
from sessions_app.briefing.document import Document, from_data, to_data
from sessions_app.briefing.logos import cover_digests, logo_digests
from sessions_app.briefing.preflight.approvals import check_approvals
from sessions_app.briefing.preflight.checks import Finding, check_note
from sessions_app.briefing.preflight.findings import in_order, unapproved_in
from sessions_app.briefing.projection.publication import project_edition
from sessions_app.briefing.render import FORMATS
from sessions_app.briefing.stamps import stamp
from sessions_app.models import Edition, EditionDocument, EditionFile, LearningSession
from sessions_app.models.series import LOGOS
from sessions_app.models.series_look import COVERS

if TYPE_CHECKING:
    from llex.core.models import User

# How often it is tried again when others publish the same session meanwhile.
_ATTEMPTS: Final = 3
# What is between the last word of a shortened text and its ellipsis.
_BEFORE_CUT: Final = re.compile(r"[\s.,;:،؛]+…$")


class NotReady(Exception):
    """The note has errors that stop its publication; *findings* tells all that was found."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__("\n".join(str(finding) for finding in findings))


@dataclass(frozen=True, slots=True)
class PublishedEdition:
    """The result of `publish`: the current edition, and whether it is a new one."""

    edition: Edition
    is_new: bool
    findings: list[Finding]


def publish(
    session: LearningSession,
    *,
    by: "User | None" = None,
    note: str = "",
    notes: Mapping[str, str] | None = None,
    override: str = "",
    without_approval: Collection[str] = (),
) -> PublishedEdition:
    """Freeze the note into a new edition, unless nothing has changed since the last one.

    After a withdrawal there is always a new one: readers have it, and the former ones no longer.

    *note*, in the main language, and *notes*, by language, say what differs from the edition
    before; *override* is the reason for publishing in spite of errors, and is kept, as are the
    reasons for which findings were dismissed. *without_approval* are the languages that need no
    second person with that reason. Raise NotReady for other errors, and for all without a reason.
    A failure leaves nothing in the database or on disk.

    Everything is rendered before a lock is taken. If another edition was published meanwhile, it is
    done again with the next number and the present rows.
    """
    notes = {session.main_language: note} | dict(notes or {})
    published = _publish(
        session, by=by, notes=notes, override=override, alone=frozenset(without_approval)
    )
    # What was published is another instance; the caller's learns of it, too.
    session.announced_at = published.edition.session.announced_at
    return published


def _publish(session: LearningSession, **how: Any) -> PublishedEdition:
    for _attempt in range(_ATTEMPTS):
        made = _make(session, **how)
        published = made if isinstance(made, PublishedEdition) else _commit(made)
        if published is not None:
            return published
    # So many others publish that the lock is held while rendering, once.
    with transaction.atomic():
        _lock(session)
        made = _make(session, **how)
        published = made if isinstance(made, PublishedEdition) else _commit(made)
    if published is None:
        raise RuntimeError("The session is locked, and yet another edition was published.")
    return published


@dataclass(frozen=True, slots=True)
class _Made:
    """An edition that is checked and rendered, and not stored yet."""

    edition: Edition
    documents: Mapping[str, Document]
    findings: list[Finding]
    files: "_Files"
    alone: frozenset[str]


def _make(
    session: LearningSession,
    *,
    by: "User | None",
    notes: Mapping[str, str],
    override: str,
    alone: frozenset[str],
) -> _Made | PublishedEdition:
    """Check and render the next edition. Return the last one where nothing has changed since."""
    # As it is now, and not as it was when the caller read it.
    session = LearningSession.objects.get(pk=session.pk)
    last = session.editions.first()
    # What is checked is what is frozen, though others go on editing.
    documents = compose_all(session)
    check = check_note(session, documents)
    findings = check.findings
    if (check.errors and not override) or not alone.issuperset(unapproved_in(findings)):
        raise NotReady(findings)
    found = checksum(documents)
    if last and last.checksum == found and last.withdrawn_at is None:
        # The pages of an edition that were not written are written again.
        edition_cache.set_current(last)
        return PublishedEdition(last, is_new=False, findings=findings)
    edition = Edition(
        session=session,
        number=last.number + 1 if last else 1,
        published_at=now(),
        published_by=by,
        **{f"change_note_{code}": text for code, text in notes.items() if text},
        checksum=found,
        findings=check.as_data(),
        override=override if check.errors else "",
    )
    files = _Files()
    for document in documents.values():
        files.render(edition, document)
    return _Made(edition, documents, findings, files, alone)


def _commit(made: _Made) -> PublishedEdition | None:
    """Store what was made, unless another edition was published meanwhile: return None then."""
    edition = made.edition
    try:
        with transaction.atomic():
            _lock(edition.session)
            if edition.session.editions.filter(number__gte=edition.number).exists():
                return None
            _require_approvals(made)
            edition.save()
            photograph_files.publish(_digests(made.documents))
            LOGOS.publish(logo_digests(made.documents.values()))
            COVERS.publish(cover_digests(made.documents.values()))
            for document in made.documents.values():
                _freeze(edition, document, made.files)
            project_edition(edition, made.documents)
            if not edition.session.is_announced:
                # Its note tells of it, and leads to its page.
                edition.session.announce()
            transaction.on_commit(lambda: edition_cache.set_current(edition))
    except BaseException:
        made.files.remove()
        raise
    return PublishedEdition(edition, is_new=True, findings=made.findings)


def _require_approvals(made: _Made) -> None:
    """Raise NotReady where an approval was taken back while the files were made."""
    missing = list(check_approvals(made.edition.session, made.documents))
    if not made.alone.issuperset(unapproved_in(missing)):
        raise NotReady(in_order(dict.fromkeys([*made.findings, *missing])))


def _lock(session: LearningSession) -> None:
    """Serialise publications without blocking other writes."""
    LearningSession.objects.select_for_update(no_key=True).get(pk=session.pk)


def read(document: EditionDocument) -> Document:
    """Return the frozen note of one language."""
    return from_data(document.content)


def _in_short(document: Document) -> str:
    """Return the findings of a note, or how it begins where it names none, in one line."""
    text = to_plain(document.summary or document.introduction)
    cut = Truncator(" ".join(text.split())).words(45)
    return _BEFORE_CUT.sub("…", cut)


def _freeze(edition: Edition, document: Document, files: "_Files") -> None:
    row = EditionDocument.objects.create(
        edition=edition,
        language=document.language,
        title=document.event.title.text,
        summary=_in_short(document),
        content=to_data(document),
        checksum=document_checksum(document),
    )
    for name, content in files.of(document).items():
        path = file_path(edition, document.language, name)
        file = EditionFile(
            document=row, format=name, size=len(content), checksum=file_checksum(content)
        )
        files.expect(file, path)
        file.file.save(path, ContentFile(content), save=False)
        file.save()


def file_path(edition: Edition, language: str, name: str) -> str:
    """Return where the file in the format *name* is kept, below the folder of all editions."""
    return f"{edition.session.slug}/{edition.number}/{language}.{name}"


class _Files:
    """The files of an edition: rendered first, then written, and removed when anything fails."""

    def __init__(self) -> None:
        self._rendered: dict[str, dict[str, bytes]] = {}
        self._names: list[str] = []

    def render(self, edition: Edition, document: Document) -> None:
        """Make the document's file in every format that is not made on request."""
        mark = stamp(edition, document)
        self._rendered[document.language] = {
            name: made.render(document, mark)
            for name, made in FORMATS.items()
            if not made.on_request
        }

    def of(self, document: Document) -> dict[str, bytes]:
        """Return the contents of the document's files by the name of their format."""
        return self._rendered[document.language]

    def expect(self, file: EditionFile, path: str) -> None:
        """Note the name under which a file will be written: a full disk leaves a part of it."""
        name = file.file.field.generate_filename(file, path)
        self._names.append(default_storage.get_available_name(name))

    def remove(self) -> None:
        """Delete what was written of the files."""
        for name in self._names:
            default_storage.delete(name)


def _digests(documents: Mapping[str, Document]) -> set[str]:
    """Return what the files of the photographs of an edition are called."""
    return {one.digest for note in documents.values() for _city, one in note.photographs()}
