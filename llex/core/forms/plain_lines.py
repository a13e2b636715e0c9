"""A line that strangers type: a name or a title, and nothing to lure its readers with."""

import re
import unicodedata
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from llex.core.db.fields import LineFormField

_WEBSITE: Final = re.compile(r"://|\bwww\.", re.IGNORECASE)


class PlainLineField(LineFormField):
    """A name or title: one line, no matter how it was sent, and no address of a website."""

    def to_python(self, value: Any) -> str:
        typed = " ".join(str(value or "").split())
        text = str(super().to_python(value) or "")
        if any(unicodedata.category(letter) == "Cc" for letter in typed) or _WEBSITE.search(text):
            raise forms.ValidationError(_("Use plain words here: no web addresses and no symbols."))
        return text
