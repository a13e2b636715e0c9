"""Stops keeping a file once it is larger than a document may be; the text around it is read on."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from cities.contributions import attachments


class UploadQuota(FileUploadHandler):
    """Passes a file on as long as it is small enough. Beyond, only its size is counted."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass the part on to the next handler, or drop it once the limit is reached."""
        return raw_data if start + len(raw_data) <= attachments.largest() else None

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        """Return an empty file for one that is too large, to refuse it with its true size."""
        if file_size <= attachments.largest():
            return None
        return UploadedFile(BytesIO(), self.file_name, self.content_type, file_size)


def limit_size(request: HttpRequest) -> None:
    """Limit the size of the files of a request. Call it before the form is read."""
    request.upload_handlers.insert(0, UploadQuota(request))
