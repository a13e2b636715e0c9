"""Signals of this app; `priorities.apps` connects their receivers."""

from django.dispatch import Signal

# After the state of a consultation was committed. Arguments: *key*, that of the consultation.
consultation_changed = Signal()
