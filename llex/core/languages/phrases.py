"""Signs between the parts of a phrase, as each language writes them."""

import re
from collections.abc import Iterable

from babel.lists import format_list
from django.utils.translation import get_language, gettext, pgettext

from llex.core.languages import DEFAULT, data


def labelled(label: object, text: object) -> str:
    """Return *text* behind its *label* and a colon, which French sets apart from the label."""
    return gettext("%(label)s: %(text)s") % {"label": label, "text": text}


def comma() -> str:
    """Return the sign between the items of a list."""
    return pgettext("between items of a list", ", ")


def join_items(items: Iterable[object]) -> str:
    """Return *items* with commas between them, with the sign of each script."""
    return comma().join(map(str, items))


def join_with_and(items: Iterable[object]) -> str:
    """Return *items* with commas, and "and" before the last, as Unicode CLDR has it."""
    language = (get_language() or DEFAULT).partition("-")[0]
    texts = [str(item) for item in items]
    joined = format_list(texts, locale=language)
    rule = data.read(language, "language").get("and")
    if rule and len(texts) > 1 and re.match(rule["before"], texts[-1], re.IGNORECASE):
        before = joined.removesuffix(texts[-1]).rstrip().rpartition(" ")[0]
        return f"{before} {rule['word']} {texts[-1]}"
    return joined


def join_with_semicolons(items: Iterable[object]) -> str:
    """Return *items* with semicolons between them, for items that hold commas themselves."""
    return pgettext("between items of a list", "; ").join(map(str, items))
