import pytest

from sessions_app.briefing.compose.note import compose_all
from sessions_app.briefing.projection import cities, priorities
from tests.factories import (
    in_all,
    make_ballot,
    make_challenge,
    make_choice,
    make_city,
    make_consultation,
    make_contribution,
    make_edition,
    make_response,
    make_service,
    make_session,
)


@pytest.fixture
def published(db):
    """A session with a measure of one city that answers a challenge of another, and its votes."""
    session = make_session(slug="launch", **in_all("title", "Beyond the outbreak"))
    housing = make_service(slug="housing", **in_all("name", "Housing"))
    water = make_service(slug="water", **in_all("name", "Water"))
    bogota, lagos = (
        make_contribution(session=session, city=city, responses=0, challenges=0)
        for city in (
            make_city(slug="bogota", **in_all("name", "Bogotá")),
            make_city(slug="lagos", country="NG"),
        )
    )
    response = make_response(
        contribution=bogota,
        **in_all("title", "=Rents are suspended"),
        **in_all("text", "For three months. Nobody is evicted."),
        since="2020-03-18",
    )
    challenge = make_challenge(contribution=lagos, **in_all("text", "Rents fall due. What then?"))
    response.answers.add(challenge)
    response.services.add(housing)
    challenge.services.add(water)
    rated = make_consultation(session=session, services=[housing, water], state="open")
    for language in ("en", "fr"):
        for scores in ([5, 3], [4, 3]) * 3:
            make_ballot(consultation=rated, scores=scores, language=language)
    rated.close()
    make_choice(
        *[["water"]] * 5, session=session, services=[housing, water], max_choices=1, state="closed"
    )
    publish(session)
    return session


def publish(session):
    documents = compose_all(session)
    edition = make_edition(session=session, documents=list(documents.values()))
    cities.project(edition, documents)
    priorities.project(edition, documents)
