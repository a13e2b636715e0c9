"""Bringing the spellings of a word together: only ever by an organiser's hand.

A group is one word that is shown, and its spellings, which point to it and to nothing else: every
step rewrites the whole group, so that there is neither a chain nor a circle. Words that
differ in case or spaces only count as one by themselves, and are merged and hidden together. Steps
on one consultation wait for each other. While voting goes on the live screen renews itself; after
closing the frozen results are counted again, until a note has published them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from llex.core.states import WrongState
from priorities.live import notify
from priorities.models import Consultation, ConsultationProjection, Word
from priorities.questions.frozen_results import recount


class Published(WrongState):
    """Words of a consultation whose result is published."""

    def __str__(self) -> str:
        return str(
            _("The words are in a published note as they are, so they cannot be merged any more.")
        )


def merge(shown: Word, others: Collection[Word]) -> None:
    """Count *others*, and whatever is counted with them, as *shown*.

    Raise WrongState for a draft and Published once a note has the result; Word.DoesNotExist where
    a word is gone or belongs to another consultation.
    """
    with _changing(shown.consultation, _("merge words")):
        group = {word.pk: word for word in _group([shown, *others])}
        if not {shown.pk, *(word.pk for word in others)} <= group.keys():
            raise Word.DoesNotExist
        rows = Word.objects.filter(pk__in=group)
        rows.filter(pk=shown.pk).update(merged_into=None)
        rows.exclude(pk=shown.pk).update(merged_into=shown, is_hidden=group[shown.pk].is_hidden)


def part(word: Word) -> None:
    """Count *word* on its own again; of a word that has spellings, each on its own.

    Raise as `merge` does.
    """
    with _changing(word.consultation, _("part words")):
        alike = Word.objects.filter(consultation=word.consultation_id, key=word.key)
        keys = list(alike.values_list("pk", flat=True))
        Word.objects.filter(Q(pk__in=keys) | Q(merged_into__in=keys)).update(merged_into=None)


def hide(word: Word, *, is_hidden: bool = True) -> None:
    """Leave *word* and its spellings out of what is shown, or show them again.

    Also possible once a note has the result, because a word may be offensive: the next edition is
    without it. Raise WrongState for a draft.
    """
    with _changing(word.consultation, _("hide words"), even_if_published=True):
        _group([word]).update(is_hidden=is_hidden)


def may_merge(consultation: Consultation) -> bool:
    """Return whether words may be merged: voting has begun, and no note has the result."""
    if consultation.state == Consultation.State.DRAFT:
        return False
    return not ConsultationProjection.objects.of_result(consultation).exists()


def _group(words: Collection[Word]) -> QuerySet[Word]:
    """Return *words*, what they are counted as, and all that is counted with them."""
    rows = Word.objects.filter(consultation=next(iter(words)).consultation_id)
    chosen = rows.filter(pk__in=[word.pk for word in words])
    counted_as = Coalesce("merged_into__key", "key")
    keys = list(chosen.values_list(counted_as, flat=True))
    return rows.filter(Q(key__in=keys) | Q(merged_into__key__in=keys))


def join_those_alike(consultation: Consultation, words: Collection[Word]) -> None:
    """Treat *words* that were just given as those of the same key are treated already.

    To be called in the transaction that writes them, while the consultation is locked.
    """
    treated = Q(merged_into__isnull=False) | Q(is_hidden=True)
    rows = consultation.words.filter(treated, key__in={word.key for word in words})
    known = {row.key: row for row in rows.order_by("pk")}
    for word in words:
        like = known.get(word.key)
        if like is None or word.merged_into_id or word.pk in (like.pk, like.merged_into_id):
            continue
        Word.objects.filter(pk=word.pk).update(
            merged_into=like.merged_into_id, is_hidden=like.is_hidden
        )


@contextmanager
def _changing(
    consultation: Consultation, verb: object, *, even_if_published: bool = False
) -> Iterator[None]:
    """Lock *consultation* while its words change, then count again and notify the live screen."""
    with transaction.atomic():
        locked = Consultation.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
        if locked.state == Consultation.State.DRAFT:
            raise WrongState(locked, str(verb))
        is_published = ConsultationProjection.objects.of_result(locked).exists()
        if is_published and not even_if_published:
            raise Published(locked, str(verb))
        yield
        if locked.state == Consultation.State.CLOSED:
            recount(locked)
        transaction.on_commit(partial(notify.changed, locked.pk))
