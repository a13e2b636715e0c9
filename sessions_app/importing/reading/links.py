"""Marks in a paragraph of text, and the addresses that come with them."""

import re
from urllib.parse import unquote

from django.utils.translation import gettext as _

from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading.blocks import Dropped, Reading
from sessions_app.importing.words import count

_PICTURE = re.compile(r"!(?=\[[^\]]{0,500}\]\()")


def marked(source: str, where: int, reading: Reading) -> FormattedText:
    """Read a paragraph of Markdown.

    An address that cannot be a link (relative, or of another scheme) is dropped and noted in
    *reading*; anything else that a mark would swallow makes the whole paragraph plain text.
    """
    source = _PICTURE.sub("", source)
    prose = FormattedText.marked(source)
    kept = count([str(prose), *map(unquote, prose.addresses)])
    missing = count([source]) - kept
    if not missing:
        return prose
    if "](" not in source:
        return FormattedText.plain(source)
    words = " ".join(missing.elements())
    reading.dropped.append(Dropped(_("address that leads to no site"), words, where))
    return prose
