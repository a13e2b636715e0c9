"""The addresses of embeds, one for each kind that the apps have registered."""

from llex.core.embedding.views import embed_urls

app_name = "embed"

urlpatterns = embed_urls()
