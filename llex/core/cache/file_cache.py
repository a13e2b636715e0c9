"""The shared cache of a site without Redis: a folder."""

import logging
from pathlib import Path
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache

logger = logging.getLogger(__name__)


class ForgivingFileCache(FileBasedCache):
    """Keep nothing where the disk is full: pages become slower, never wrong."""

    def set(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Keep a value, or log why it could not be kept."""
        try:
            super().set(key, value, timeout, version)
        except OSError as error:
            logger.warning("The cache cannot be written: %s", error.strerror)

    def remove_expired(self) -> int:
        """Remove the files of values that have expired. Return how many."""
        count = 0
        for path in map(Path, self._list_cache_files()):  # type: ignore[attr-defined]
            try:
                with path.open("rb") as file:
                    # Removes the file, too.
                    count += self._is_expired(file)  # type: ignore[attr-defined]
            except FileNotFoundError:
                continue
        return count
