"""A contribution's moves as people make them: the verb of the model and the letter it calls for.

Views, the admin and commands move contributions here. The bare verbs stay for what writes history,
such as imports and the demonstration, where nobody is to be written to.
"""

from cities import receipt
from cities.models import Contribution, ReviewNote
from llex.models import User


def submit(contribution: Contribution, *, by: User | None) -> None:
    """Hand it in. Raise WrongState unless it is a draft or changes were requested."""
    contribution.submit(by=by)
    receipt.send(contribution, by=by)


def request_changes(contribution: Contribution, note: str, *, by: User | None) -> ReviewNote:
    """Send it back with a note. Raise WrongState unless submitted or accepted."""
    return contribution.request_changes(note, by=by)


def accept(contribution: Contribution, *, by: User | None) -> None:
    """Take it into the note. Raise WrongState unless submitted."""
    contribution.accept()


def decline(contribution: Contribution, *, by: User | None) -> None:
    """Say that the city will not contribute. Raise WrongState once something was submitted."""
    contribution.decline()


def withdraw(contribution: Contribution, *, by: User | None) -> None:
    """Take it back. Raise WrongState when it has ended already."""
    contribution.withdraw()


def approve_wording(contribution: Contribution, *, by: User | None) -> None:
    """Agree to the wording as it stands now. Raise WrongState unless accepted."""
    contribution.approve_wording()
