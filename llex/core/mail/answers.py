"""Classification of the mail server's answers: try again, or not."""

import smtplib
import ssl
from dataclasses import dataclass
from typing import Any, Final

from llex.core.mail.models import MailProblem

_LONGEST: Final = 500
_PERMANENT: Final = 500
# The server ends the connection: what else is due has to wait, too.
_CLOSING: Final = 421


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a mail was not accepted.

    *is_final* says that another try is of no use, *concerns_all* that no other mail can be
    delivered now, *is_uncertain* that the mail may have been accepted after all.
    """

    problem: MailProblem
    answer: str
    is_final: bool = False
    concerns_all: bool = False
    is_uncertain: bool = False


# Problems of the connection, not of the mail; the first that matches counts.
_OF_OURS: Final[tuple[tuple[type[Exception], MailProblem], ...]] = (
    (smtplib.SMTPAuthenticationError, MailProblem.NOT_ADMITTED),
    (smtplib.SMTPNotSupportedError, MailProblem.NOT_ADMITTED),
    (ssl.SSLError, MailProblem.NOT_ADMITTED),
    (smtplib.SMTPConnectError, MailProblem.UNREACHABLE),
    (smtplib.SMTPHeloError, MailProblem.UNREACHABLE),
)


def refusal_of(error: Exception, *, was_handed_over: bool) -> Refusal:
    """Return what an error that a mail backend raised means for the mail."""
    text = _text(error)
    problem = next((found for kind, found in _OF_OURS if isinstance(error, kind)), None)
    if problem is not None:
        return Refusal(problem, text, concerns_all=True)
    if isinstance(error, smtplib.SMTPException | OSError) and not isinstance(
        error, smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused
    ):
        # smtplib tells a time-out as a lost connection.
        is_silent = isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)
        problem = MailProblem.SILENT if is_silent else MailProblem.UNREACHABLE
        # Where the text was under way already, the server may have taken it.
        return Refusal(problem, text, concerns_all=True, is_uncertain=was_handed_over)
    return _of_the_mail(error, text)


def _of_the_mail(error: Exception, text: str) -> Refusal:
    if isinstance(error, smtplib.SMTPSenderRefused) and error.smtp_code >= _PERMANENT:
        # Our own address is wrong, no matter to whom we write.
        return Refusal(MailProblem.NOT_ADMITTED, text, concerns_all=True)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _by_code(*_worst(error.recipients))
    if isinstance(error, smtplib.SMTPResponseException):
        return _by_code(error.smtp_code, text)
    return _of_provider(error, text)


def _by_code(code: int, text: str) -> Refusal:
    if code >= _PERMANENT:
        return Refusal(MailProblem.REFUSED, text, is_final=True)
    return Refusal(MailProblem.DEFERRED, text, concerns_all=code == _CLOSING)


def _worst(recipients: dict[str, tuple[int, bytes]]) -> tuple[int, str]:
    code, answer = max(recipients.values(), default=(451, b""))
    return code, _shortened(f"{code} {_decoded(answer)}")


def _of_provider(error: Exception, text: str) -> Refusal:
    """Judge an error of a provider's backend by its HTTP status; others are about the mail."""
    status: Any = getattr(error, "status_code", None)
    if not isinstance(status, int):
        return Refusal(MailProblem.INVALID, text, is_final=True)
    if status in (401, 403):
        return Refusal(MailProblem.NOT_ADMITTED, text, concerns_all=True)
    if status in (408, 429) or status >= _PERMANENT:
        return Refusal(MailProblem.DEFERRED, text, concerns_all=True)
    return Refusal(MailProblem.REFUSED, text, is_final=True)


def _text(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _shortened(f"{error.smtp_code} {_decoded(error.smtp_error)}")
    return _shortened(str(error) or type(error).__name__)


def _decoded(answer: bytes | str) -> str:
    return answer if isinstance(answer, str) else answer.decode("utf-8", "replace")


def _shortened(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[:_LONGEST]
