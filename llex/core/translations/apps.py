"""Receivers that keep the marks of every translated text, however it is written."""

from django.apps import AppConfig


class TranslationsConfig(AppConfig):
    """Connects its receivers once all translated fields are registered."""

    name = "llex.core.translations"

    def ready(self) -> None:
        from llex.core.translations.receivers import connect

        connect()
