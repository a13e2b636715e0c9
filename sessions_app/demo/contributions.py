"""The contributions of the cities, each moved to its state by the methods of the model."""

from typing import Any

from django.utils.timezone import now

from cities.models import Challenge, Contribution, Invitation, Officer, PolicyResponse
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
