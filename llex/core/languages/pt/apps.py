from django.apps import AppConfig


class PortugueseConfig(AppConfig):
    """The columns of texts in Portuguese."""

    name = "llex.core.languages.pt"
    label = "language_pt"
