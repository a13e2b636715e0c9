"""E-mail addresses in one form, so that one mailbox is never two addresses."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _

from llex.core.text.normalization import remove_invisible

# Text pasted around an address: <ana@example.org>; "ana@example.org", mailto:ana@example.org
_AROUND: Final = " \t\r\n<>\"'“”«»‘’,;:()[]"
_BREAKS: Final = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_SCHEME: Final = "mailto:"


@dataclass(frozen=True, slots=True)
class Normalized:
    """An address in its one form. *is_cleaned* says that characters were removed from it."""

    address: str
    is_cleaned: bool


def normalize(typed: str) -> str:
    """Return an address in its one form; the empty string stays empty.

    Surrounding and invisible characters are removed, full-width and other compatibility forms
    replaced, and upper case is folded, in the part before the @ as well: no mail server that we
    write to distinguishes Ana@ from ana@. A domain in another script is written in that script.
    """
    return inspect(typed).address


def inspect(typed: str) -> Normalized:
    """Return the address in its one form, and whether characters were removed from it.

    Spaces around it and upper case are what everybody types: changing them is no removal.
    """
    visible = remove_invisible(_BREAKS.sub("", typed))
    text = _compatible(visible).strip(_AROUND)
    if text.lower().startswith(_SCHEME):
        text = text[len(_SCHEME) :].strip(_AROUND)
    is_cleaned = text.casefold() != _compatible(typed).strip().casefold()
    local, at, domain = text.rpartition("@")
    if not at:
        return Normalized(_folded(text), is_cleaned)
    return Normalized(f"{_folded(local)}@{_domain(domain)}", is_cleaned)


def _compatible(text: str) -> str:
    """Return the text in NFKC where that keeps its structure.

    It must not make a sign of an address out of a letter: ℀ would become "a/c", ⑴ "(1)".
    """
    return "".join(_one(letter) for letter in unicodedata.normalize("NFC", text))


def _one(letter: str) -> str:
    plain = unicodedata.normalize("NFKC", letter)
    is_safe = len(plain) == 1 and (plain.isalnum() or plain in " @.-_+")
    return plain if is_safe else letter


def _folded(text: str) -> str:
    # Not casefold(), which makes "ss" of "ß": that is another mailbox.
    return unicodedata.normalize("NFC", text.lower())


def _domain(domain: str) -> str:
    """Return a domain in lower case, one in Punycode (xn--…) in its own script."""
    text = _folded(domain).replace("。", ".").strip(".")
    try:
        return text.encode("ascii").decode("idna") if "xn--" in text else text
    except UnicodeError:
        return text


def removal_notice(typed: str) -> str:
    """Return a message naming the address used if characters were removed from it, else ""."""
    found = inspect(typed)
    if not found.is_cleaned or not found.address:
        return ""
    text = _("Characters that do not belong to an e-mail address were removed: %(email)s is used.")
    return text % {"email": found.address}


class AddressFormField(forms.EmailField):
    """An e-mail address in its one form. `notice` says what was removed, or is empty."""

    notice = ""

    def to_python(self, value: Any) -> str:
        typed = str(super().to_python(value) or "")
        self.notice = removal_notice(typed)
        return normalize(typed)


def tell_removals(request: HttpRequest, forms_sent: Iterable[forms.Form]) -> None:
    """Add a message for each address in the valid forms from which characters were removed."""
    for form in forms_sent:
        for field in form.fields.values():
            if notice := getattr(field, "notice", ""):
                messages.info(request, notice)


class AddressField(models.EmailField):  # type: ignore[type-arg]
    """A column of e-mail addresses, stored and looked up in their one form."""

    def deconstruct(self) -> Any:
        # To the database it is Django's own.
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.EmailField", args, kwargs

    def to_python(self, value: Any) -> Any:
        return normalize(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        address = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, address)
        return address

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(self.to_python(value))

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": AddressFormField, **kwargs})
