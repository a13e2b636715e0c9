"""The demonstration's log-ins, which everybody may know, and the officers of its invented towns."""

from typing import Any

from django.contrib.auth.models import Group

from cities.models import City, Contribution, Invitation, Officer
from llex.core.models import User
from sessions_app.demo.loading import read
from sessions_app.models import LearningSession


def password() -> str:
    """Return the password of all log-ins of the demonstration."""
    return str(read("accounts")["password"])


def logins() -> list[str]:
    """Return the e-mail addresses with which one can log in."""
    return [table["email"] for table in read("accounts")["user"]]


def invitation(session: LearningSession) -> Invitation | None:
    """Return an invitation whose link opens, of a city that has not answered if there is one."""
    valid = Invitation.objects.valid().filter(contribution__session=session)
    waiting = valid.filter(contribution__state=Contribution.State.INVITED)
    return waiting.first() or valid.filter(pk__in=Invitation.objects.awaiting_answer()).first()


def load_accounts(cities: dict[str, City]) -> dict[str, User]:
    """Make the log-ins and the officers. Return all their users by e-mail address."""
    data = read("accounts")
    users = {table["email"]: _staff(table) for table in data["user"]}
    return users | {table["email"]: _officer(table, cities) for table in data["officer"]}


def _staff(table: dict[str, Any]) -> User:
    if user := _known(table["email"]):
        return user
    user = User.objects.create_user(
        table["email"],
        password(),
        name=table["name"],
        is_staff=True,
        is_superuser=table.get("is_superuser", False),
    )
    if "group" in table:
        user.groups.add(Group.objects.get(name=table["group"]))
    return user


def _officer(table: dict[str, Any], cities: dict[str, City]) -> User:
    user = _known(table["email"]) or User.objects.create_user(
        table["email"], name=table["name"], language=table["language"]
    )
    Officer.objects.get_or_create(
        user=user, city=cities[table["city"]], defaults={"position": table["position"]}
    )
    return user


def _known(email: str) -> User | None:
    return User.objects.filter(email=email).first()
