"""Signals about rows that other apps refer to."""

from django.dispatch import Signal

# *row* no longer has the slug *former*; sent in the transaction that records it. The sender is the
# model of the former slugs.
slug_changed = Signal()
