"""The settings of who publishes the site: name, address, contact, licence, look.

Part of `llex.settings`, and read from the environment as those are.
"""

from email.utils import parseaddr
from pathlib import Path

from environs import Env

from llex.core.admin import unfold
from llex.core.information import licence
from llex.core.theme import look

__all__ = [
    "API_RATE",
    "CONTACT_EMAIL",
    "DEFAULT_FROM_EMAIL",
    "LICENCE",
    "MFA_TOTP_ISSUER",
    "SECURITY_CONTACT",
    "SERVER_EMAIL",
    "SITE_NAME",
    "SITE_URL",
    "THEME",
    "UNFOLD",
]

env = Env()
env.read_env(Path(__file__).resolve().parent.parent / ".env", recurse=False)

SITE_NAME = env.str("SITE_NAME", default="") or "LLEX"
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")
# The licence of what is published, a name and an address.
LICENCE = licence.read_licence(env.str("LICENCE", default=""))
# How many requests of the API one client may make in a minute; a file counts more. 0: any number.
API_RATE = env.int("API_RATE", default=120)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="LLEX <llex@localhost>")
# Where readers, and people who found a weakness, may write to.
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="") or parseaddr(DEFAULT_FROM_EMAIL)[1]
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="") or CONTACT_EMAIL
THEME = look.read_theme(
    {
        "THEME_LOGO": env.str("THEME_LOGO", default=""),
        "THEME_ACCENT": env.str("THEME_ACCENT", default=""),
        "THEME_ACCENT_DARK": env.str("THEME_ACCENT_DARK", default=""),
        "THEME_WARM": env.str("THEME_WARM", default=""),
        "THEME_WARM_DARK": env.str("THEME_WARM_DARK", default=""),
        "THEME_SANS": env.str("THEME_SANS", default=""),
        "THEME_SERIF": env.str("THEME_SERIF", default=""),
    }
)
MFA_TOTP_ISSUER = SITE_NAME
UNFOLD = unfold.configuration(SITE_NAME, THEME)
