"""What the audit trail keeps of people."""

from auditlog.context import set_actor
from auditlog.models import LogEntry

from tests.factories import make_city, make_user


def test_address_of_an_erased_user_leaves_the_trail_and_what_was_done_stays(db):
    user, other = make_user(), make_user()
    for actor in (user, other):
        with set_actor(actor):
            make_city()
    assert set(LogEntry.objects.exclude(actor=None).values_list("actor_email", flat=True)) == {
        user.email, other.email,
    }  # fmt: skip
    count = LogEntry.objects.count()

    user.delete()

    assert not LogEntry.objects.filter(actor_email=user.email).exists()
    assert LogEntry.objects.filter(actor_email=other.email).exists()
    assert LogEntry.objects.count() > count
