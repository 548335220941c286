"""Photos rebuilt from their pixels: nothing of the file she sent is kept but what one sees (N9).

No query, no storage: bytes in, bytes out. The limits are of pixels, never of weight: a phone's photo is shrunk for her.
"""

import io
import threading
from typing import IO

import pi_heif
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

pi_heif.register_heif_opener()

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF")
MAX_SIDE = 512
MAX_BYTES = 60_000_000
#: What keeps each decoder under 450 MB (measured). A plain JPEG is decoded at a fraction of its size: phones of 108
#: and 200 million pixels pass. A progressive one is held whole.
MAX_PIXELS = {"WEBP": 25_000_000, "AVIF": 25_000_000}
MAX_OTHER_PIXELS = 50_000_000
MAX_PLAIN_JPEG_PIXELS = 205_000_000
Image.MAX_IMAGE_PIXELS = MAX_PLAIN_JPEG_PIXELS
#: However many people send a photo at once, a process holds two.
_hands = threading.BoundedSemaphore(2)
PAPER = (246, 246, 241)


class PhotoRefused(Exception):
    """This file can't become a photo. Its text says what to do."""


def rebuild_photo(file: IO[bytes], *, max_side: int = MAX_SIDE) -> bytes:
    """A small JPEG of the same picture, upright, without any metadata. Raises PhotoRefused."""
    try:
        with _hands, Image.open(file, formats=FORMATS) as image:
            _check(image)
            return _repaint(image, max_side)
    except PhotoRefused:
        raise
    except UnidentifiedImageError:
        raise PhotoRefused(_not_an_image(file)) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PhotoRefused(_too_many_pixels(MAX_OTHER_PIXELS)) from None
    except Exception:  # a decoder may raise anything on a broken file
        raise PhotoRefused(_broken()) from None


def _check(image: Image.Image) -> None:
    width, height = image.size
    plain_jpeg = image.format in {"JPEG", "MPO"} and "progressive" not in image.info
    most = MAX_PLAIN_JPEG_PIXELS if plain_jpeg else MAX_PIXELS.get(image.format or "", MAX_OTHER_PIXELS)
    if width * height > most:
        raise PhotoRefused(_too_many_pixels(most))
    if min(width, height) < 64:
        raise PhotoRefused(_("Cette image est minuscule. Choisissez une photo d’au moins 64 points de côté."))
    # A phone's JPEG or HEIC may hold several pictures (MPO, bursts): its first one is the photo.
    if image.format in {"PNG", "WEBP", "AVIF"} and getattr(image, "is_animated", False):
        raise PhotoRefused(_("Cette image est animée. Choisissez une photo fixe."))


def _repaint(image: Image.Image, max_side: int) -> bytes:
    image.draft("RGB", (max_side * 2, max_side * 2))
    if image.mode == "P" or image.mode.startswith("I"):
        image = image.convert("RGBA" if "transparency" in image.info else "L" if image.mode.startswith("I") else "RGB")
    image.thumbnail((max_side, max_side), reducing_gap=3.0)
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    fresh = Image.new("RGB", upright.size, PAPER)
    fresh.paste(upright, mask=upright)
    written = io.BytesIO()
    fresh.save(written, "JPEG", quality=82, optimize=True, progressive=True)
    return written.getvalue()


def _too_many_pixels(most: int) -> str:
    return _("Cette image est immense : plus de %(most)s millions de points. Choisissez une photo de téléphone.") % {
        "most": most // 1_000_000
    }


def _broken() -> str:
    return _("Cette photo est incomplète ou abîmée. Envoyez-la de nouveau, ou choisissez-en une autre.")


def _not_an_image(file: IO[bytes]) -> str:
    """Names what was sent, when its first bytes say it."""
    file.seek(0)
    start = file.read(512).lstrip().lower()
    if not start:
        return _("Ce fichier est vide. Choisissez une photo, ou continuez sans.")
    if start[4:8] == b"ftyp" or start.startswith((b"\xff\xd8", b"\x89png", b"riff")):
        return _broken()
    if start.startswith(b"%pdf"):
        return _("C’est un document PDF. Choisissez une photo JPEG, PNG, WebP ou HEIC, ou continuez sans.")
    if start.startswith((b"<?xml", b"<svg", b"<!doctype", b"<html")):
        return _("C’est un dessin ou une page, pas une photo. Choisissez un fichier JPEG, PNG, WebP ou HEIC.")
    if start.startswith(b"gif8"):
        return _("Les images GIF ne conviennent pas ici. Choisissez une photo JPEG, PNG, WebP ou HEIC.")
    return _("Ce fichier n’est pas une photo. Choisissez un fichier JPEG, PNG, WebP ou HEIC, ou continuez sans.")
