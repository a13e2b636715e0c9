"""The settings that the type checker reads the models with.

Modeltranslation replaces every manager by a class made at run time, which no type checker can
name; so the checker sees the models as they are written. The admin is left alone, since it asks
for translations.
"""

from tests.settings import *

INSTALLED_APPS = [
    {"llex.core.admin.apps.AdminConfig": "django.contrib.admin.apps.SimpleAdminConfig"}.get(
        app, app
    )
    for app in INSTALLED_APPS
    if app != "modeltranslation"
]
