"""Signals about the delivery of a mail."""

from django.dispatch import Signal

# The mail server has accepted *mail*; sent in the transaction that notes it.
mail_accepted = Signal()
# Organisers gave *mail* another address than *former*.
address_corrected = Signal()
