"""The site map."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from llex.core.monitoring import health
from llex.core.privacy import views as privacy

handler500 = "llex.core.files.storage_faults.server_error"

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("i18n/", include("django.conf.urls.i18n")),
    # Where a mail provider reports what came back.
    *([path("anymail/", include("anymail.urls"))] if settings.ANYMAIL else []),
    # Short enough to be read aloud: no language in front, the page finds the reader's own.
    path("v/", include("priorities.voting_urls")),
    *i18n_patterns(
        path("admin/", admin.site.urls),
        path("privacy/", privacy.privacy, name="privacy"),
        path("privacy/<str:version>/", privacy.privacy, name="privacy_version"),
        path("accounts/", include("allauth.urls")),
        path("", include("priorities.urls")),
        path("", include("cities.urls")),
        path("", include("sessions_app.urls")),
    ),
]
