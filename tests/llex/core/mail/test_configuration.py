"""EMAIL_URL: each way to a mail server that the documentation names."""

from pathlib import Path

import pytest
from environs import EnvError

from llex.core.mail.configuration import mail_server


@pytest.mark.parametrize(
    ("url", "port", "uses_tls", "uses_ssl"),
    [
        ("smtp://mail.example.org:25", 25, False, False),
        ("smtp+tls://user:p%40ss@mail.example.org:587", 587, True, False),
        ("smtp+ssl://user:p%40ss@mail.example.org:465", 465, False, True),
        ("submission://mail.example.org:587", 587, True, False),
    ],
)
def test_address_of_a_mail_server_is_read(url, port, uses_tls, uses_ssl):
    found = mail_server(url, Path("/var"))

    assert found["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example.org", port)
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (uses_tls, uses_ssl)
    if "@mail" in url:
        assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("user", "p@ss")


@pytest.mark.parametrize("url", ["mail.example.org", "http://mail.example.org", ""])
def test_other_addresses_are_refused_in_words(url):
    with pytest.raises(EnvError, match="EMAIL_URL must begin with"):
        mail_server(url, Path("/var"))
