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
        """Hand the part on to what keeps it, or to nobody where there is too much already."""
        return raw_data if start + len(raw_data) <= attachments.largest() else None

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        """Stand in for a file that is too large, so that it is refused with its true size."""
        if file_size <= attachments.largest():
            return None
        return UploadedFile(BytesIO(), self.file_name, self.content_type, file_size)


def limit_size(request: HttpRequest) -> None:
    """Bound what is kept of the files of a request. Call it before anything reads the form."""
    request.upload_handlers.insert(0, UploadQuota(request))
