"""What the buttons of the admin say when they have done something."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from sessions_app.groups import ORGANISERS
from tests.factories import make_session, make_user


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("What now?", "The public sees it: What now?"),
        ("ما العمل؟", "The public sees it: ما العمل؟"),
        ("And then …", "The public sees it: And then …"),
        ("Water", "The public sees it: Water."),
    ],
)
def test_title_that_ends_a_sentence_has_no_stop_behind_it(client, db, title, told):
    session = make_session(title_en=title, announced_at=None)
    client.force_login(make_user(group=ORGANISERS))

    answer = client.post(
        reverse("admin:sessions_app_learningsession_announce", args=[session.pk]),
        {"_form_submitted": "True"},
    )

    assert [str(message) for message in get_messages(answer.wsgi_request)] == [told]
