"""The site map."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from cities.views.contribution import worker
from cities.views.photographs import published_photograph
from llex.core.admin.former_names import former_name
from llex.core.crawlers import views as crawlers
from llex.core.embedding.oembed import oembed
from llex.core.information.models import InformationPage
from llex.core.information.security_txt import security_txt
from llex.core.information.views import information
from llex.core.monitoring import health
from llex.core.personal_data import own_data_pages
from llex.core.privacy import views as privacy
from llex.core.sharing.pictures import SMALL_WIDTH
from llex.core.sharing.views import share_picture
from llex.core.theme import views as theme
from llex.core.theme.style_page import style_page
from sessions_app.briefing.render.open_data import FORMER_SCHEMA_FILES, SCHEMA_FILE
from sessions_app.views import open_data
from sessions_app.views.logos import cover_file, logo_file
from sessions_app.views.speaker_files import public_picture

handler400 = "sessions_app.open_data.api.problems.bad_request"
handler500 = "llex.core.files.storage_faults.server_error"

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    # What browsers and programs look for, without a language in front.
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", crawlers.sitemap_index, name="sitemap_index"),
    path("sitemaps/<str:language>/<slug:name>.xml", crawlers.sitemap, name="sitemap"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("favicon.ico", theme.favicon, name="favicon"),
    path("apple-touch-icon.png", theme.touch_icon, name="touch_icon"),
    path("icon-<int:size>.png", theme.sized_icon, name="icon"),
    path("site.webmanifest", theme.manifest, name="manifest"),
    path("theme-<str:digest>.css", theme.stylesheet, name="theme_stylesheet"),
    path(
        "theme-<str:digest>/voting.css",
        theme.stylesheet,
        {"small": True},
        name="small_theme_stylesheet",
    ),
    path("theme-<str:digest>/logo", theme.logo, name="theme_logo"),
    path(
        "share/<str:language>/<slug:kind>/<slug:key>-<str:digest>.png",
        share_picture,
        name="share_picture",
    ),
    path(
        "share/<str:language>/<slug:kind>/small/<slug:key>-<str:digest>.png",
        share_picture,
        {"width": SMALL_WIDTH},
        name="small_share_picture",
    ),
    # What other sites can show of a page.
    path("oembed", oembed, name="oembed"),
    path("i18n/", include("django.conf.urls.i18n")),
    # Where a mail provider reports what came back.
    *([path("anymail/", include("anymail.urls"))] if settings.ANYMAIL else []),
    # In front of the addresses of the pages that it may keep.
    path("contribution-worker.js", worker, name="contribution_worker"),
    # The same picture in every language, so no language in front.
    path("photographs/<str:digest>-<int:size>.jpg", published_photograph, name="photograph"),
    path("logos/<str:digest>-<int:size>.png", logo_file, name="logo_file"),
    path("covers/<str:digest>-<int:size>.jpg", cover_file, name="cover_file"),
    path("speakers/<str:digest>-<int:size>.jpg", public_picture, name="speaker_picture_file"),
    # Files with all languages of what is published.
    path("api/v1/", include("sessions_app.open_data.api.urls")),
    path(f"data/schemas/{SCHEMA_FILE}", open_data.data_schema, name="note_schema"),
    *(path(f"data/schemas/{name}", open_data.data_schema) for name in FORMER_SCHEMA_FILES),
    path("data/<slug:name>.<slug:extension>", open_data.data_file, name="data_file"),
    # Short enough to be read aloud: no language in front, the page finds the reader's own.
    path("v/", include("priorities.voting_urls")),
    *i18n_patterns(
        former_name("cities", "callrequest", "opencallapplication"),
        former_name("cities", "addressproof", "emailverification"),
        former_name("cities", "projection", "projectionstate"),
        former_name("cities", "publishedcity", "cityprojection"),
        former_name("cities", "publishedname", "citynameprojection"),
        former_name("cities", "publishedservice", "cityserviceprojection"),
        former_name("cities", "publishedcontribution", "contributionprojection"),
        former_name("priorities", "publishedconsultation", "consultationprojection"),
        former_name("priorities", "publishedrating", "ratingprojection"),
        former_name("priorities", "publishedchoice", "choiceprojection"),
        path("admin/", admin.site.urls),
        *[
            path(f"{subject}/", information, {"subject": subject}, name=subject)
            for subject in InformationPage.Subject.values
        ],
        path("privacy/", privacy.privacy, name="privacy"),
        path("style/", style_page, name="style"),
        path("my-data/", own_data_pages.ask, name="personal_data"),
        path("my-data/sent/", own_data_pages.sent, name="personal_data_sent"),
        path("my-data/<str:token>/", own_data_pages.held, name="personal_data_held"),
        path("my-data/<str:token>/file/", own_data_pages.download, name="personal_data_file"),
        path("my-data/<str:token>/erase/", own_data_pages.erase, name="personal_data_erase"),
        path("privacy/<str:version>/", privacy.privacy, name="privacy_version"),
        path("accounts/", include("allauth.urls")),
        path("embed/", include("llex.core.embedding.urls")),
        path("", include("cities.urls")),
        path("", include("sessions_app.urls")),
    ),
]
