"""Photos rebuilt from their pixels (N9, A18): real files of every kind that a phone or an attacker makes."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from binome.people.photos import PhotoRefused, rebuild_photo

FILES = Path(__file__).parent / "files"
SECRET = b"SecretMaker"


def picture(mode="RGB", size=(900, 600)):
    return Image.radial_gradient("L").resize(size).convert(mode)


def file(image, kind, **options):
    written = io.BytesIO()
    image.save(written, kind, **options)
    written.seek(0)
    return written


def exif(orientation=1):
    data = Image.Exif()
    data[0x010F] = SECRET.decode()
    data[0x0112] = orientation
    data.get_ifd(0x8825)[1] = "N"  # GPS
    return data.tobytes()


def rebuilt(file, **options):
    return Image.open(io.BytesIO(rebuild_photo(file, **options)))


def segments(content):
    """The names of a JPEG's marker segments, before its pixels."""
    names, at = [], 2
    while content[at + 1] != 0xDA:
        names.append(content[at + 1])
        at += 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
    return names


@pytest.mark.parametrize(
    "sent",
    [
        file(picture(), "JPEG"),
        file(picture("CMYK"), "JPEG"),
        file(picture("L"), "JPEG", progressive=True),
        file(picture(), "PNG"),
        file(picture("RGBA"), "PNG"),
        file(picture("P"), "PNG"),
        file(picture("LA"), "PNG"),
        file(picture("I;16"), "PNG"),
        file(picture(), "WEBP"),
        file(picture(), "AVIF"),
        file(picture(), "MPO", save_all=True, append_images=[picture()]),
        io.BytesIO((FILES / "phone.heic").read_bytes()),
    ],
    ids=["jpeg", "cmyk", "grey", "png", "alpha", "palette", "grey-alpha", "16-bit", "webp", "avif", "mpo", "heic"],
)
def test_whatever_a_phone_sends_becomes_a_small_jpeg(sent):
    photo = rebuilt(sent)
    assert (photo.format, photo.mode, max(photo.size) <= 512) == ("JPEG", "RGB", True)
    assert photo.size[0] > photo.size[1]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_nothing_of_the_upload_but_its_pixels_is_kept(kind):
    sent = file(picture(), kind, exif=exif(), xmp=b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>")
    if kind == "JPEG":
        sent = file(picture(), kind, exif=exif(), xmp=b"<x:xmpmeta/>" + SECRET, comment=SECRET)
    assert SECRET in sent.getvalue(), "the upload must hold the secret for this test to see anything"

    content = rebuild_photo(sent)

    assert SECRET not in content
    # Only JFIF, tables and frame: no other APPn, no comment.
    assert set(segments(content)) <= {0xE0, 0xDB, 0xC2, 0xC4}
    assert set(Image.open(io.BytesIO(content)).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density",
                                                        "progressive", "progression"}  # fmt: skip


def test_the_metadata_of_a_heic_is_not_kept():
    sent = (FILES / "phone.heic").read_bytes()
    assert SECRET in sent
    assert SECRET not in rebuild_photo(io.BytesIO(sent))


def test_what_follows_the_picture_in_the_file_is_not_kept():
    sent = io.BytesIO(file(picture(), "JPEG").getvalue() + b"<script>" + SECRET)
    assert SECRET not in rebuild_photo(sent)


def test_a_colour_profile_is_not_kept():
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert "icc_profile" not in rebuilt(file(picture(), "JPEG", icc_profile=profile)).info


def test_a_photo_taken_sideways_stands_upright():
    assert rebuilt(file(picture(size=(900, 600)), "JPEG", exif=exif(orientation=6))).size == (341, 512)


def test_a_small_photo_is_not_enlarged():
    assert rebuilt(file(picture(size=(100, 80)), "PNG")).size == (100, 80)


def test_the_side_can_be_chosen():
    assert max(rebuilt(file(picture(), "JPEG"), max_side=160).size) == 160


def test_transparent_parts_become_paper():
    clear = Image.new("RGBA", (100, 100), (255, 0, 0, 0))
    assert all(
        abs(a - b) <= 2 for a, b in zip(rebuilt(file(clear, "PNG")).getpixel((50, 50)), (246, 246, 241), strict=True)
    )


def test_a_photo_of_108_million_pixels_and_many_megabytes_is_shrunk():
    """As heavy as a phone makes them; its weight is never a reason to refuse it."""
    heavy = file(Image.new("RGB", (12_000, 9_000), "teal"), "JPEG", quality=95)
    heavy = io.BytesIO(heavy.getvalue() + b"\0" * 40_000_000)
    assert max(rebuilt(heavy).size) == 512


def png_of(width, height):
    """A valid PNG of a few bytes that claims to be immense."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body + chunk(b"IEND", b""))


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (io.BytesIO(b"Bonjour, ceci est un texte."), "n’est pas une photo"),
        (io.BytesIO(b""), "est vide"),
        (io.BytesIO(b"%PDF-1.7 ..."), "PDF"),
        (io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "pas une photo"),
        (io.BytesIO(b"<!DOCTYPE html><script>"), "pas une photo"),
        (file(picture(), "GIF"), "GIF"),
        (file(picture(), "BMP"), "n’est pas une photo"),
        (file(picture(), "TIFF"), "n’est pas une photo"),
        (png_of(9_000, 9_000), "immense"),
        (png_of(60_000, 60_000), "immense"),
        (png_of(20_000, 15_000), "immense"),
        (file(Image.new("L", (8_000, 7_000)), "JPEG", progressive=True), "immense"),
        (io.BytesIO(file(picture(), "JPEG").getvalue()[:3000]), "incomplète"),
        (io.BytesIO(file(picture(), "PNG").getvalue()[:-2000]), "incomplète"),
        (io.BytesIO((FILES / "phone.heic").read_bytes()[:700]), "incomplète"),
        (file(picture(size=(40, 40)), "PNG"), "minuscule"),
        (file(picture(), "PNG", save_all=True, append_images=[Image.new("RGB", (900, 600))]), "animée"),
        (file(picture(), "WEBP", save_all=True, append_images=[Image.new("RGB", (900, 600))]), "animée"),
    ],
)
def test_what_can_not_be_a_photo_gets_a_sentence(sent, sentence):
    with pytest.raises(PhotoRefused) as refusal:
        rebuild_photo(sent)
    assert sentence in str(refusal.value)


def test_no_hostile_file_gives_anything_but_a_photo_or_a_sentence():
    """Each kind, cut and with bytes changed at a hundred places: no other error ever comes out."""
    for kind in ("JPEG", "PNG", "WEBP", "AVIF"):
        whole = file(picture(size=(120, 90)), kind).getvalue()
        for place in range(0, len(whole), max(1, len(whole) // 100)):
            for broken in (whole[:place], whole[:place] + b"\xff\xfe\x00" + whole[place + 3 :]):
                try:
                    assert rebuild_photo(io.BytesIO(broken)).startswith(b"\xff\xd8")
                except PhotoRefused as refusal:
                    assert str(refusal)
