"""The contributions of the cities, each moved to its state by the methods of the model."""

import io
from typing import Any

from django.utils.timezone import now
from PIL import Image, ImageDraw

from cities import photograph_files
from cities.contributions import consent_texts
from cities.models import (
    Challenge,
    Contribution,
    Invitation,
    Officer,
    Photograph,
    PolicyResponse,
)
from llex.core.languages.translation_marks import text_in
from llex.core.models import TranslationMark, User
from llex.core.privacy.notice import current_version
from sessions_app.demo.base_data import BaseData
from sessions_app.demo.loading import texts
from sessions_app.models import LearningSession, Participant

State = Contribution.State

# The verbs that lead from an invitation to a state.
_WAYS = {
    State.INVITED: (),
    State.DRAFT: ("start",),
    State.SUBMITTED: ("start", "submit"),
    State.CHANGES_REQUESTED: ("start", "submit", "request_changes"),
    State.ACCEPTED: ("start", "submit", "accept"),
}


def load_contributions(
    session: LearningSession,
    data: dict[str, Any],
    people: dict[str, Participant],
    frame: BaseData,
) -> dict[str, PolicyResponse]:
    """Load the contributions of a new session. Return its policy responses by key."""
    responses: dict[str, PolicyResponse] = {}
    challenges: dict[str, Challenge] = {}
    contributions = []
    for order, table in enumerate(data["contribution"]):
        contribution = _invite(
            session, order, table, people.get(table.get("representative")), frame
        )
        contributions.append((contribution, table))
        for number, answer in enumerate(table.get("response", ())):
            responses[answer["key"]] = _response(contribution, number, answer, frame)
        for number, answer in enumerate(table.get("challenge", ())):
            challenges[answer["key"]] = _challenge(contribution, number, answer, frame)
        for answer in table.get("photograph", ()):
            _photograph(contribution, answer)
    for contribution, table in contributions:
        # Only now, because a response may answer a challenge of a city further down.
        for answer in table.get("response", ()):
            answered = [challenges[key] for key in answer.get("answers", ())]
            responses[answer["key"]].answers.set(answered)
        _bring(contribution, table, approved=data.get("wording_approved", False))
        for answer in table.get("response", ()):
            _edit(responses[answer["key"]], answer, contribution.original_language)
        if table.get("wording_sent"):
            contribution.send_wording()
    return responses


def _invite(
    session: LearningSession,
    order: int,
    table: dict[str, Any],
    speaker: Participant | None,
    frame: BaseData,
) -> Contribution:
    language = table["original_language"]
    has_sent = "submit" in _WAYS[table["state"]]
    return Contribution.objects.create(
        session=session,
        city=frame.cities[table["city"]],
        representative=speaker.person if speaker else None,
        representative_name=speaker.person.name if speaker else "",
        representative_position=text_in(speaker, "position", language) if speaker else "",
        original_language=language,
        order=order,
        state=State.INVITED,
        licence="CC-BY-4.0" if has_sent else "",
        consented_at=now() if has_sent else None,
        privacy_notice=current_version() if has_sent else "",
        quote=table.get("quote", ""),
        quote_speaker=table.get("quote_speaker", ""),
    )


def _response(
    contribution: Contribution, order: int, table: dict[str, Any], frame: BaseData
) -> PolicyResponse:
    response = PolicyResponse.objects.create(
        contribution=contribution, order=order, **texts(table, "text")
    )
    response.services.set([frame.services[slug] for slug in table["services"]])
    return response


def _challenge(
    contribution: Contribution, order: int, table: dict[str, Any], frame: BaseData
) -> Challenge:
    challenge = Challenge.objects.create(
        contribution=contribution, order=order, **texts(table, "text")
    )
    challenge.services.set([frame.services[slug] for slug in table["services"]])
    return challenge


def _photograph(contribution: Contribution, table: dict[str, Any]) -> None:
    """Add a photograph that is accepted; the picture is drawn."""
    kept = photograph_files.keep(_drawn())
    Photograph.objects.create(
        contribution=contribution,
        credit=table["credit"],
        state=Photograph.State.ACCEPTED,
        consented_at=now(),
        consent_text=consent_texts.PHOTOGRAPH.version,
        digest=kept.digest,
        width=kept.width,
        height=kept.height,
        **texts(table, "alternative", "caption"),
    )


def _drawn() -> bytes:
    """Return the picture of houses by a harbour in the evening, as a PNG."""
    image = Image.new("RGB", (1200, 800), "#1f3b57")
    pen = ImageDraw.Draw(image)
    for line in range(500):
        pen.line((0, line, 1200, line), fill=(31 + line // 4, 59 + line // 6, 87 + line // 12))
    pen.ellipse((880, 90, 990, 200), fill="#f4ead2")
    for number, height in enumerate((170, 230, 200, 260, 190, 240, 210, 180)):
        left, top = number * 150, 520 - height
        shade = ("#6b4a3a", "#8a5a44", "#55606b", "#7a6a52")[number % 4]
        pen.rectangle((left, top, left + 148, 520), fill=shade)
        pen.polygon((left - 6, top, left + 74, top - 60, left + 154, top), fill="#3a2a26")
        for window in range(3):
            pen.rectangle(
                (left + 18 + 42 * window, top + 40, left + 44 + 42 * window, top + 84),
                fill="#f6c667",
            )
    pen.rectangle((0, 520, 1200, 800), fill="#16304a")
    for wave in range(14):
        pen.line(
            (60 * wave, 560 + 16 * wave, 60 * wave + 320, 560 + 16 * wave), fill="#3d5f7f", width=4
        )
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def _edit(response: PolicyResponse, table: dict[str, Any], language: str) -> None:
    """Do what organisers do after a text has arrived: edit it, and mark its translations."""
    for field, text in texts(table, "edited").items():
        setattr(response, field.replace("edited", "text"), text)
    response.save()
    for code, state in table.get("marks", {}).items():
        TranslationMark.objects.mark(response, "text", code, source_language=language, state=state)


def _bring(contribution: Contribution, table: dict[str, Any], *, approved: bool) -> None:
    """Bring an invited contribution to the state that its table names."""
    officer = Officer.objects.filter(city=contribution.city).select_related("user").first()
    author: User | None = officer.user if officer else None
    if officer:
        has_come = table["state"] != State.INVITED
        Invitation.objects.create(
            contribution=contribution,
            officer=officer,
            written_at=now(),
            sent_at=now(),
            used_at=now() if has_come else None,
        )
    for verb in _WAYS[table["state"]]:
        match verb:
            case "submit":
                contribution.submit(by=author)
            case "request_changes":
                contribution.request_changes(table["review"], field=table["review_field"])
            case _:
                getattr(contribution, verb)()
    if approved:
        contribution.approve_wording()
