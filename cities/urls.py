"""Cities as readers see them, and the pages of their officers."""

from django.urls import include, path

from cities.views import contribution, documents

app_name = "cities"

# /contribute/
officers = [
    path("<int:pk>/", contribution.edit, name="contribution_edit"),
    path("<int:pk>/preview/", contribution.show_preview, name="contribution_preview"),
    path("<int:pk>/sent/", contribution.sent, name="contribution_sent"),
    path("<int:pk>/documents/", documents.attach, name="document_attach"),
    path("<int:pk>/documents/<uuid:key>/", documents.download, name="document"),
]

urlpatterns = [
    path("contribute/", include(officers)),
]
