"""Files that are whole or not there: where the disk gets full half-way, nothing stays behind."""

import os
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage


class WholeFileStorage(FileSystemStorage):
    """Keeps files in a folder, each as a whole or not at all."""

    def _save(self, name: str, content: File[bytes]) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        while True:
            try:
                file = path.open("xb")
            except FileExistsError:
                # Somebody was faster; only who has made a file may remove it.
                name = self.get_available_name(name)
                path = Path(self.path(name))
            else:
                break
        try:
            with file:
                for chunk in content.chunks():
                    file.write(chunk)
            if self.file_permissions_mode is not None:
                path.chmod(self.file_permissions_mode)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return os.path.relpath(path, self.location).replace("\\", "/")
