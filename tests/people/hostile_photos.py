"""Five hundred hostile photos, always the same: broken, immense, disguised, or full of what nobody must keep."""

import random
import struct
import zlib
from collections.abc import Callable, Iterator

from PIL import Image

from .test_photos import FILES, SECRET, exif, file, picture

HTML = b"<!doctype html><script>alert(document.cookie)</script>" + SECRET
KINDS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIC")
SIZE = (240, 160)


def whole(kind: str) -> bytes:
    """An ordinary picture of this kind, with the place, the maker and a comment in it."""
    if kind == "HEIC":
        return (FILES / "phone.heic").read_bytes()
    options = {"exif": exif(), "xmp": b"<x:xmpmeta>+48.8566" + SECRET + b"</x:xmpmeta>"}
    if kind == "JPEG":
        options["comment"] = SECRET
    return file(picture(size=SIZE), kind, **options).getvalue()


def png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, *more: bytes, depth: int = 8, colour: int = 2, data: bytes = b"") -> bytes:
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    body = png_chunk(b"IDAT", data or zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + b"".join(more) + body + png_chunk(b"IEND", b"")


def bombs() -> Iterator[tuple[str, bytes]]:
    """Few bytes that claim, or become, very many."""
    for side in (9_000, 30_000, 65_535, 1 << 20, (1 << 31) - 1):
        yield f"png-of-{side}", png(side, side)
        yield f"strip-of-{side}", png(side, 100)
    yield "text-of-a-gigabyte", png(300, 200, png_chunk(b"zTXt", b"k\0\0" + zlib.compress(bytes(60_000_000), 9)))
    yield "profile-of-a-gigabyte", png(300, 200, png_chunk(b"iCCP", b"k\0\0" + zlib.compress(bytes(60_000_000), 9)))
    yield "rows-of-a-gigabyte", png(7000, 7000, data=zlib.compress(bytes(7000 * 3 * 7000), 9))
    yield "thousands-of-chunks", png(300, 200, *[png_chunk(b"tEXt", b"k\0v")] * 20_000)
    whole_jpeg = whole("JPEG")
    at = whole_jpeg.index(b"\xff\xc0") + 5
    for height, width in ((65_500, 65_500), (20_000, 20_000), (0, 0), (1, 65_535)):
        yield f"jpeg-of-{width}x{height}", whole_jpeg[:at] + struct.pack(">HH", height, width) + whole_jpeg[at + 4 :]
    yield "progressive", file(Image.new("L", (6_900, 7_000)), "JPEG", progressive=True).getvalue()
    yield "many-scans", file(picture(size=(1600, 1200)), "JPEG", progressive=True).getvalue() * 20
    yield "comments", whole_jpeg[:2] + (b"\xff\xfe\xff\xff" + bytes(65_533)) * 400 + whole_jpeg[2:]


def disguises() -> Iterator[tuple[str, bytes]]:
    """What is no photo, under a photo's name; and photos that are something else too."""
    yield from {
        "empty": b"",
        "zeros": bytes(5000),
        "text": b"Bonjour" * 50,
        "page": HTML * 20,
        "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        "pdf": b"%PDF-1.7\n" + bytes(300),
        "zip": b"PK\x03\x04" + bytes(200),
        "elf": b"\x7fELF" + bytes(900),
        "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n",
        "gif": file(picture(size=SIZE), "GIF").getvalue(),
        "bmp": file(picture(size=SIZE), "BMP").getvalue(),
        "tiff": file(picture(size=SIZE), "TIFF").getvalue(),
        "ico": file(picture(size=(64, 64)), "ICO").getvalue(),
        "mp4": b"\0\0\0\x18ftypmp42" + bytes(400),
        "webm": b"\x1a\x45\xdf\xa3" + bytes(400),
    }.items()
    for kind in KINDS:
        yield f"{kind}-then-page", whole(kind) + HTML * 3
        yield f"{kind}-then-zip", whole(kind) + b"PK\x03\x04" + bytes(50) + HTML
        yield f"page-then-{kind}", HTML + whole(kind)
        yield f"{kind}-twice", whole(kind) * 2
        yield f"head-of-{kind}", whole(kind)[:12] + HTML * 10
    jpeg = whole("JPEG")
    yield "jpeg-comment-page", jpeg[:2] + b"\xff\xfe" + struct.pack(">H", len(HTML) + 2) + HTML + jpeg[2:]
    yield "jpeg-gif-header", b"GIF89a" + jpeg
    for frames in (2, 40):
        for kind in ("PNG", "WEBP"):
            others = [Image.new("RGB", SIZE, (n, n, n)) for n in range(frames)]
            yield (
                f"moving-{kind}-{frames}",
                file(picture(size=SIZE), kind, save_all=True, append_images=others).getvalue(),
            )


def broken(kind: str, number: int) -> bytes:
    """The same picture, changed at random; the same change for the same number."""
    chance, content = random.Random(f"{kind} {number}"), bytearray(whole(kind))
    for _change in range(chance.choice((1, 2, 4, 16))):
        at = chance.randrange(min(400, len(content)) if chance.random() < 0.5 else len(content))
        change = chance.randrange(5)
        if change == 0:
            content[at] = chance.randrange(256)
        elif change == 1:
            content[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", bytes(4), b"\x7f\xff\xff\xff"))
        elif change == 2:
            del content[at : at + chance.randrange(1, 200)]
        elif change == 3:
            content[at:at] = content[at : at + chance.randrange(1, 200)]
        else:
            del content[at:]
            content += bytes(chance.randrange(0, 300))
        if not content:
            break
    return bytes(content)


def photos(count: int = 500) -> list[tuple[str, Callable[[], bytes]]]:
    """So many, each with its name: the made ones first, then changes at random of each kind in turn."""
    made = [(name, lambda content=content: content) for name, content in (*bombs(), *disguises())]
    if count < len(made):
        return made[:: len(made) // count][:count]
    rest = [(f"{KINDS[n % 5]}-{n}", lambda n=n: broken(KINDS[n % 5], n)) for n in range(count - len(made))]
    return made + rest
