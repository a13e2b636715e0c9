"""The admin as an app: it takes our site in place of Django's."""

from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class AdminConfig(DjangoAdminConfig):
    default_site = "llex.admin_gate.Site"
