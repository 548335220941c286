"""A stored file sent whole or in part (RFC 9110 §14): players jump in a video, and Safari plays nothing without it."""

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, StreamingHttpResponse

AT_ONCE = 1 << 16
#: One range; of several, the file is sent whole, as the RFC allows.
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def send_file(request: HttpRequest, stored: Any, *, content_type: str, name: str, code: str) -> HttpResponseBase:
    """Answer with this stored file: 200, 206 or 416. Raises FileNotFoundError.

    `name`: what a saved copy is called; `code`: of what it belongs to, since the stored name is said nowhere.
    """
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    # A video is compressed already, and a part of a compressed answer would be none of the video.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    size = stored.size
    tag = f'"{hashlib.sha256(f"{code} {size}".encode()).hexdigest()[:20]}"'
    headers = {
        "Accept-Ranges": "bytes", "ETag": tag, "Content-Disposition": f'inline; filename="{name}"',
        "Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; media-src 'self'; sandbox",
    }  # fmt: skip
    part = _part(request, size, tag)
    if part is None:
        return HttpResponse(
            status=416, headers={**headers, "Content-Range": f"bytes */{size}"}, content_type="text/plain"
        )
    first, last, partial = part
    headers["Content-Length"] = str(last - first + 1)
    if partial:
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    status = 206 if partial else 200
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers, content_type=content_type)
    return StreamingHttpResponse(_read(stored, first, last), status=status, headers=headers, content_type=content_type)


def _part(request: HttpRequest, size: int, tag: str) -> tuple[int, int, bool] | None:
    """The first and last byte to send, and whether they are a part; None when what is asked is not in the file."""
    whole = (0, size - 1, False)
    asked = RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if asked is None or asked.group() == "bytes=-" or request.headers.get("If-Range", tag) != tag:
        return whole
    start, end = asked.groups()
    first, last = (size - int(end), size - 1) if not start else (int(start), int(end) if end else size - 1)
    if start and end and last < first:
        return whole  # no range at all: the header is ignored
    if first >= size or (not start and int(end) == 0):
        return None
    return max(first, 0), min(last, size - 1), True


def _read(stored: Any, first: int, last: int) -> Iterator[bytes]:
    with stored.storage.open(stored.name, "rb") as file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (piece := file.read(min(AT_ONCE, left))):
            left -= len(piece)
            yield piece
