"""The settings of tests, with addresses by which a test can act in the served process."""

from tests.settings import *

ROOT_URLCONF = "tests.browser.hall.urls"
# Styles and scripts from where they lie: nothing is collected for a test.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
