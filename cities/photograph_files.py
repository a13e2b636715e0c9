"""The files of photographs that cities have offered, and of those that editions printed."""

from typing import Final

from llex.core.files.pictures import LARGE, SMALL, KeptFiles, PictureFiles

__all__ = [
    "FOLDER", "LARGE", "SMALL", "KeptFiles", "file_name", "forget", "keep", "names", "publish",
    "read", "withdraw",
]  # fmt: skip

_FILES: Final = PictureFiles("photographs")
FOLDER: Final = _FILES.folder
file_name = _FILES.name
keep = _FILES.keep
read = _FILES.read
publish = _FILES.publish
withdraw = _FILES.withdraw
forget = _FILES.forget
names = _FILES.names
