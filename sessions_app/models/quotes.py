"""Quotations from sessions, and what their speakers say to them."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any, Final

from django.db import models, transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from llex.core.db.fields import ProseField
from llex.core.models import TranslationMark
from llex.core.states import move
from llex.core.text import excerpt
from llex.core.translations.sources import WrittenInSession
from sessions_app.models.people import Participant
from sessions_app.models.sessions import LearningSession
from sessions_app.querysets import QuoteQuerySet

# How long a speaker may answer by a link.
LINK_LIFETIME: Final = timedelta(days=30)


class Quote(WrittenInSession, models.Model):
    """A quotation from a session, word for word. Printed once it is cleared."""

    class Section(models.TextChoices):
        INTRODUCTION = "introduction", pgettext_lazy("section of a note", "Introduction")
        PRIORITIES = "priorities", _("Identifying challenges and priorities")
        FRONT_LINE = "front_line", _("On the front line")
        VISION = "vision", _("Shared vision")
        CLOSING = "closing", _("The way forward")

    class Clearing(models.TextChoices):
        """The answer of a speaker who was asked by a personal link."""

        NOT_ASKED = "", pgettext_lazy("speaker of a quotation", "not asked")
        ASKED = "asked", pgettext_lazy("speaker of a quotation", "asked")
        ACCEPTED = "accepted", pgettext_lazy("speaker of a quotation", "accepted")
        PROPOSED = "proposed", pgettext_lazy("speaker of a quotation", "proposes other words")
        REFUSED = "refused", pgettext_lazy("speaker of a quotation", "refused")

    session = models.ForeignKey(
        LearningSession, verbose_name=_("session"), on_delete=models.CASCADE, related_name="quotes"
    )
    speaker = models.ForeignKey(
        Participant, verbose_name=_("speaker"), on_delete=models.PROTECT, related_name="quotes"
    )
    text = ProseField(_("text"))
    section = models.CharField(
        _("published in"), max_length=12, choices=Section.choices, default=Section.INTRODUCTION
    )
    is_cleared = models.BooleanField(
        _("cleared"), default=False, help_text=_("The speaker agreed to its publication.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    clearing = models.CharField(
        _("answer of the speaker"),
        max_length=8,
        choices=Clearing.choices,
        blank=True,
        default=Clearing.NOT_ASKED,
        editable=False,
    )
    # The last link that was made; of an older one the speaker is told that there is a newer.
    clearing_issue = models.PositiveSmallIntegerField(default=0, editable=False)
    clearing_language = models.CharField(max_length=7, blank=True, editable=False)
    asked_at = models.DateTimeField(_("speaker asked"), null=True, editable=False)
    answered_at = models.DateTimeField(_("speaker answered"), null=True, editable=False)
    answer = ProseField(_("words or reason of the speaker"), blank=True, editable=False)
    # By language, as the speaker agreed to it.
    cleared_texts = models.JSONField(default=dict, editable=False)

    objects = QuoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return excerpt(self.text)

    def get_state_display(self) -> str:
        """Return what the speaker answered, for messages."""
        return str(self.Clearing(self.clearing).label)

    @property
    def texts(self) -> dict[str, str]:
        """Return the text by the languages of the session that have one."""
        found = {code: getattr(self, f"text_{code}") for code in self.session.languages}
        return {code: text for code, text in found.items() if text}

    @property
    def has_changed(self) -> bool:
        """Return whether a wording that the speaker agreed to was changed since."""
        return any(
            getattr(self, f"text_{code}", "") != text for code, text in self.cleared_texts.items()
        )

    @property
    def may_be_printed(self) -> bool:
        """Return whether it is cleared as it reads now."""
        return self.is_cleared and not self.has_changed

    @property
    def is_link_open(self) -> bool:
        """Return whether the speaker may still answer by the last link."""
        return self.asked_at is not None and now() < self.asked_at + LINK_LIFETIME

    def ask(self, language: str) -> None:
        """Note that the speaker is asked in *language*; what was answered before is void."""
        self._move(
            _("ask the speaker"),
            self.Clearing.values,
            self.Clearing.ASKED,
            clearing_issue=models.F("clearing_issue") + 1,
            clearing_language=language,
            asked_at=now(),
            answered_at=None,
            answer="",
            is_cleared=False,
            cleared_texts={},
        )

    def accept(self, texts: dict[str, str]) -> None:
        """Clear the *texts*, by language, that the speaker has read."""
        self._answer(
            pgettext_lazy("a quotation", "accept"),
            self.Clearing.ACCEPTED,
            is_cleared=True,
            cleared_texts=texts,
        )

    def propose(self, wording: str, language: str) -> None:
        """Keep other words that the speaker proposes, in *language*."""
        verb = _("propose other words")
        self._answer(verb, self.Clearing.PROPOSED, answer=wording, clearing_language=language)

    def adopt(self) -> None:
        """Replace the text by the words that the speaker proposes, in their language.

        They are cleared where the quotation has no other language; texts in others say something
        else until they are translated again. Raise WrongState where no words are proposed.
        """
        verb, language = _("adopt the words of the speaker"), self.clearing_language
        with transaction.atomic():
            self._move(verb, [self.Clearing.PROPOSED], self.Clearing.ACCEPTED)
            if language not in self.session.languages:
                language = self.session.main_language
            setattr(self, f"text_{language}", self.answer)
            self.cleared_texts = {language: self.answer}
            self.is_cleared = set(self.texts) == {language}
            # By save(), so that the history keeps the former text, and translations their marks.
            self.save()
            TranslationMark.objects.all().outdate(self, "text", but=language)

    def refuse(self, reason: str) -> None:
        """Keep that the speaker does not want to be quoted so."""
        self._answer(pgettext_lazy("a quotation", "refuse"), self.Clearing.REFUSED, answer=reason)

    def _answer(self, verb: Any, to: str, **changes: Any) -> None:
        allowed = [one for one in self.Clearing.values if one]
        defaults = {"is_cleared": False, "cleared_texts": {}, "answer": ""}
        self._move(verb, allowed, to, answered_at=now(), **defaults | changes)

    def _move(self, verb: Any, allowed: Collection[str], to: str, **changes: Any) -> None:
        move(self, verb=verb, allowed=allowed, to=to, field="clearing", **changes)
