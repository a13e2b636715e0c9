"""The links to votes that are open, on the pages of a session."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from tests.factories import in_all, make_consultation, make_session, make_word_consultation


@pytest.mark.parametrize("language", ["en", "ar"])
def test_votes_open_together_are_told_apart_by_their_questions(client, db, language):
    session = make_session(starts_at=now())
    make_consultation(session=session, code="homes", state="open", **in_all("question", "Which?"))
    make_word_consultation(
        session=session, code="keep", state="open", **in_all("question", "What helped?")
    )
    page = client.get(f"/{language}/sessions/{session.slug}/").content.decode()

    for code, question in (("homes", "Which?"), ("keep", "What helped?")):
        link = page.partition(f'href="{reverse("voting:vote", args=[code])}"')[2]
        assert f"{question} ({language})" in link.partition("</a>")[0]


def test_one_open_vote_is_named_by_its_question_while_the_session_is_held(client, db):
    session = make_session(starts_at=now())
    make_consultation(session=session, code="homes", state="open", **in_all("question", "Which?"))
    page = client.get(f"/en/sessions/{session.slug}/").content.decode()

    assert ">Vote now: Which? (en)</a>" in page
