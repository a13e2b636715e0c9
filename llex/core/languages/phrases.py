"""Signs between the parts of a phrase, as each language writes them."""

from collections.abc import Iterable

from django.utils.translation import gettext, pgettext


def labelled(label: object, text: object) -> str:
    """Return *text* behind its *label* and a colon, which French sets apart from the label."""
    return gettext("%(label)s: %(text)s") % {"label": label, "text": text}


def comma() -> str:
    """Return the sign between the items of a list."""
    return pgettext("between items of a list", ", ")


def join_items(items: Iterable[object]) -> str:
    """Return *items* with commas between them, with the sign of each script."""
    return comma().join(map(str, items))


def join_with_semicolons(items: Iterable[object]) -> str:
    """Return *items* with semicolons between them, for items that hold commas themselves."""
    return pgettext("between items of a list", "; ").join(map(str, items))
