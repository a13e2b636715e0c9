"""The shared cache of a site without Redis: a folder."""

import pickle
import zlib
from typing import IO, Any

from django.core.cache.backends.filebased import FileBasedCache


class FileCache(FileBasedCache):
    """Django's cache of files, without squeezing them.

    Reading a page of 80 KB from the cache spent most of its time in unpacking it.
    """

    def _write_content(self, file: IO[bytes], timeout: Any, value: Any) -> None:
        expiry = self.get_backend_timeout(timeout)
        file.write(pickle.dumps(expiry, self.pickle_protocol))
        # Level 0 keeps Django's format, so that the inherited readers understand it.
        file.write(zlib.compress(pickle.dumps(value, self.pickle_protocol), level=0))
