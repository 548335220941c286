"""A file that is heavier than anything we accept is not stored while it arrives."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class BoundedUpload(FileUploadHandler):
    """Drops the file of a field called `video` once it is too heavy, and says so on the request (`too_heavy`)."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.field_name == "video" and self.received > settings.TESTIMONY_BYTES:
            self.request.too_heavy = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
