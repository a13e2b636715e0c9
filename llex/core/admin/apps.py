"""The app configuration of the admin, with our site in place of Django's."""

from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class AdminConfig(DjangoAdminConfig):
    default_site = "llex.core.admin.site.AdminSite"

    def ready(self) -> None:
        # These replace admins of Django and auditlog, so they come before those of other apps.
        from llex.core.admin import (  # noqa: F401
            information,
            mails,
            personal_data,
            privacy_notice,
            users,
        )

        super().ready()
