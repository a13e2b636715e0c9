"""The command `demo`."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from tqdm import tqdm

from cities.directory import gazetteer
from cities.invitations import magic_links
from cities.models import City, Contribution
from llex.core.mail.models import Mail
from llex.core.models import User
from llex.core.privacy.models import PrivacyNotice
from priorities.models import Ballot, Service
from sessions_app.briefing.checksums import document_checksum
from sessions_app.briefing.compose.note import compose_all
from sessions_app.briefing.editions import NotReady, publish
from sessions_app.briefing.note_approval import approve_note, ask_for_approval
from sessions_app.demo import accounts
from sessions_app.demo.base_data import BaseData, load_base_data
from sessions_app.demo.sessions import approve_translations, load_session
from sessions_app.demo.statistics import load_figures
from sessions_app.models import Edition, LearningSession, Participant, Series, SpeakerInvitation
from sessions_app.speakers.speaker_links import speaker_url

COUNTED = (
    Series,
    LearningSession,
    Edition,
    City,
    Contribution,
    Service,
    Ballot,
    Participant,
    User,
    PrivacyNotice,
    Mail,
)


class Command(BaseCommand):
    """Load the demonstration; what is there already stays as it is."""

    help = "Loads the demonstration: a published session and an open one. Running it again is safe."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--no-places",
            action="store_true",
            help="Do not load the gazetteer, which takes most of the time.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "The demonstration brings log-ins whose passwords everybody knows. "
                "Set DEMO=true if this site may have them."
            )
        before = _counts()
        launch, housing = self._load(quiet=not options["verbosity"])
        if not options["no_places"]:
            gazetteer.ensure_loaded(_bar("Gazetteer", quiet=not options["verbosity"]))
        self._report(before)
        self._addresses(launch, housing)

    def _load(self, *, quiet: bool) -> tuple[LearningSession, LearningSession]:
        with tqdm(total=4, desc="Demonstration", disable=quiet) as bar:
            frame = load_base_data()
            bar.update()
            launch = load_session("launch", frame)
            bar.update()
            if not launch.editions.exists():
                self._publish(launch, frame)
            bar.update()
            housing = load_session("housing", frame)
            bar.update()
        return launch, housing

    def _publish(self, launch: LearningSession, frame: BaseData) -> None:
        approve_translations(launch)
        organiser, rapporteur = (
            frame.users[f"{name}@example.org"] for name in ("organiser", "rapporteur")
        )
        if settings.FOUR_EYES:
            words = {code: document_checksum(note) for code, note in compose_all(launch).items()}
            ask_for_approval(launch, words, of=organiser, by=rapporteur)
            approve_note(launch, words, by=organiser)
        try:
            publish(launch, by=organiser)
        except NotReady as problem:
            # An older row stands in the way, such as a service without translations.
            raise CommandError(f"The launch is loaded but not published:\n{problem}") from problem
        load_figures(launch, "launch")

    def _report(self, before: dict[str, int]) -> None:
        new = {name: count - before[name] for name, count in _counts().items()}
        if any(new.values()):
            found = ", ".join(f"{name} {count}" for name, count in new.items() if count)
            self.stdout.write(f"New: {found}.")
        else:
            self.stdout.write("Everything was there already; nothing was changed.")

    def _addresses(self, launch: LearningSession, housing: LearningSession) -> None:
        addresses = {
            "The site": reverse("sessions_app:home"),
            "A published note": reverse("sessions_app:briefing", args=[launch.slug]),
            "An open session": housing.get_absolute_url(),
            **_voting(housing),
            "The organisers' pages": reverse("admin:index"),
            "Who is missing": reverse(
                "admin:sessions_app_learningsession_board", args=[housing.pk]
            ),
            "The officers' home": reverse("cities:officer_home"),
        }
        self.stdout.write("")
        for name, path in addresses.items():
            self.stdout.write(f"{name + ':':24}{settings.SITE_URL}{path}")
        if invitation := accounts.invitation(housing):
            link = magic_links.build_url(invitation, invitation.officer.user.language)
            self.stdout.write(f"A city's personal link: {link}")
        if speaker := SpeakerInvitation.objects.filter(participant__session=housing).last():
            self.stdout.write(f"A speaker's personal link: {speaker_url(speaker)}")
        self.stdout.write("")
        self.stdout.write(f"Log-ins, all with the password {accounts.password()}:")
        for email in accounts.logins():
            self.stdout.write(f"  {email}")


def _voting(session: LearningSession) -> dict[str, str]:
    """Return where visitors can vote and where the hall looks, while voting is open."""
    consultation = session.consultations.taking_votes().first()
    if consultation is None:
        return {}
    screen = reverse("voting:screen", args=[consultation.code])
    return {"Vote on a phone": consultation.get_absolute_url(), "The hall's screen": screen}


def _counts() -> dict[str, int]:
    return {str(model._meta.verbose_name_plural): model._base_manager.count() for model in COUNTED}


def _bar(what: str, *, quiet: bool) -> Callable[[Any], Any]:
    return lambda rows: tqdm(rows, desc=what, unit=" places", disable=quiet)
