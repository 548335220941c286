"""Videos rebuilt from their samples (N9): what a telephone makes, with a secret in every place that we know of."""

import io
from collections.abc import Iterator

import pytest

from binome.library.videos import Limits, Video, VideoRefused, rebuild_video
from binome.library.videos.mp4.boxes import boxes_of, child, children
from binome.library.videos.mp4.reading import read_movie

from . import clips
from .clips import SECRET, Line, Phone, phone

LIMITS = Limits(size=20_000_000, seconds=180)


def rebuilt(content: bytes, limits: Limits = LIMITS) -> tuple[bytes, Video]:
    target = io.BytesIO()
    video = rebuild_video(io.BytesIO(content), target, limits=limits)
    return target.getvalue(), video


def refusal(content: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(VideoRefused) as refused:
        rebuilt(content, limits)
    return str(refused.value)


def samples(content: bytes) -> list[list[bytes]]:
    """The samples of each track, in their order."""
    movie = read_movie(io.BytesIO(content), size=len(content), limits=LIMITS)
    return [
        [content[at : at + size] for at, size in zip(track.samples.offsets, track.samples.sizes, strict=True)]
        for track in movie.tracks
    ]


@pytest.mark.parametrize(
    "sent",
    [phone(), phone(moov_last=False), phone(long_offsets=True), clips.iphone(), clips.webm_with_secrets(),
     phone(lines=[*Phone().lines, clips.places(), clips.chapters()]), phone(hidden=b"<script>" + SECRET),
     clips.made_webm(), clips.encoded()],
    ids=["phone", "table-first", "long-offsets", "iphone", "webm", "places-and-chapters", "hidden", "groups",
         "encoded"],
)  # fmt: skip
def test_nothing_of_the_upload_but_its_samples_is_kept(sent):
    assert SECRET in sent, "the upload must hold the secret for this test to see anything"
    kept, _video = rebuilt(sent)
    for trace in (SECRET, b"+48.8566", b"uuid", b"udta", b"meta", b"Chrome", b"Lavf", b"QTmux", b"x264", b"text"):
        assert trace not in kept


def test_the_dates_of_a_recording_are_not_kept():
    content, _video = rebuilt(phone())
    assert (clips.DATE).to_bytes(4, "big") in phone()
    assert (clips.DATE).to_bytes(4, "big") not in content


def test_every_box_of_the_copy_is_one_that_we_write():
    allowed = set(
        b"ftyp moov mdat mvhd trak tkhd edts elst mdia mdhd hdlr minf vmhd smhd dinf dref stbl stsd stts stsc stsz "
        b"stco ctts stss".split()
    )
    content, _video = rebuilt(clips.iphone())
    assert set(names(content)) <= allowed
    assert [top.name for top in boxes_of(io.BytesIO(content), len(content))] == [b"ftyp", b"moov", b"mdat"]


def names(content: bytes) -> Iterator[bytes]:
    for name, inside in children(content):
        yield name
        if name in {b"moov", b"trak", b"edts", b"mdia", b"minf", b"dinf", b"stbl"}:
            yield from names(inside)


def test_pictures_and_sound_come_out_as_they_went_in():
    lines = [
        Line(b"vide", clips.picture_entry(), clips.pictures(secret=b"")),
        Line(b"soun", clips.sound_entry(), clips.sounds(), 1024, 44100),
    ]
    lines[0].samples = [clips.unit(0x65 if not n else 0x41, bytes([n + 1]) * 300) for n in range(37)]
    content, _video = rebuilt(phone(lines=lines))
    assert samples(content) == [lines[0].samples, lines[1].samples]


def test_a_message_between_two_pictures_becomes_filler_of_the_same_length():
    sent = phone()
    content, _video = rebuilt(sent)
    before, after = samples(sent)[0], samples(content)[0]
    assert [len(sample) for sample in before] == [len(sample) for sample in after]
    assert after[3].endswith(before[3][-93:]) and after[3][4] == 12


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_video_is_seen_as_it_was_held(turn):
    lines = [Line(b"vide", clips.picture_entry(), clips.pictures(), turn=turn)]
    content, video = rebuilt(phone(lines=lines))
    assert (video.width, video.height) == ((640, 360) if turn % 180 == 0 else (360, 640))
    assert rebuilt(content)[1] == video and video.rotation == turn


def test_an_odd_angle_is_put_straight():
    assert rebuilt(phone(lines=[Line(b"vide", clips.picture_entry(), clips.pictures(), turn=45)]))[1].rotation == 0


def test_what_it_says_of_the_video():
    _content, video = rebuilt(clips.iphone())
    assert [codec.name for codec in video.codecs] == ["HEVC", "AAC"]
    assert (video.container, video.plays_everywhere, video.has_sound) == ("mp4", False, True)
    assert video.seconds == pytest.approx(60 * 1024 / 44100)


@pytest.mark.parametrize(("kind", "codec"), [("mp4", "H.264"), ("webm", "VP9")])
def test_what_a_browser_recorded_gets_its_length_and_one_piece(kind, codec):
    content, video = rebuilt(clips.recorded(kind))
    assert [codec.name for codec in video.codecs] == [codec, "Opus"]
    assert (video.width, video.height, video.container, video.plays_everywhere) == (160, 120, kind, True)
    assert video.seconds == pytest.approx(1.25, abs=0.1)
    assert b"moof" not in content


def test_what_an_encoder_made_keeps_its_pictures_their_order_and_its_turn():
    sent = clips.encoded()
    content, video = rebuilt(sent)
    before, after = (read_movie(io.BytesIO(c), size=len(c), limits=LIMITS).picture.samples for c in (sent, content))
    assert (after.durations, after.shifts, after.keys) == (before.durations, before.shifts, before.keys)
    assert samples(content)[0][1:] == samples(sent)[0][1:], "all but the first picture, which carried the message"
    assert (video.width, video.height, video.plays_everywhere) == (54, 96, True)


@pytest.mark.parametrize("profile", [110, 122, 244])
def test_ten_bits_or_full_colours_are_kept_and_said_not_to_play_everywhere(profile):
    config = clips.box(b"avcC", clips.AVCC[:1] + bytes([profile]) + clips.AVCC[2:])
    content, video = rebuilt(phone(lines=[Line(b"vide", clips.picture_entry(config=config), clips.pictures())]))
    assert [(codec.name, codec.everywhere) for codec in video.codecs] == [("H.264", False)]
    assert SECRET not in content


@pytest.mark.parametrize(
    "sent",
    [phone(), clips.iphone(), clips.recorded("mp4"), clips.recorded("webm"), clips.made_webm(), clips.encoded()],
)
def test_a_copy_of_the_copy_is_the_same(sent):
    once = rebuilt(sent)
    assert rebuilt(once[0]) == once


def test_the_blocks_of_a_recording_come_out_as_they_went_in():
    content, video = rebuilt(clips.made_webm())
    assert (video.width, video.height, video.seconds, video.has_sound) == (320, 180, pytest.approx(1.2, abs=0.05), True)
    assert all(content.count(bytes([n + 1]) * 90) == 1 for n in range(30))
    assert (
        content.count(b"\x1f\x43\xb6\x75") == 1 and content.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in content[:60]
    )


def test_where_to_begin_and_what_to_skip_is_kept():
    content, _video = rebuilt(clips.iphone())
    movie = read_movie(io.BytesIO(content), size=len(content), limits=LIMITS)
    assert movie.picture.edits == [(790, 512)]
    assert [n for n, key in enumerate(movie.picture.samples.keys) if key] == [0, 20]


def test_the_order_of_showing_is_kept():
    lines = [Line(b"vide", clips.picture_entry(), clips.pictures(4), shifts=[1024, -512, 2048, 0])]
    content, _video = rebuilt(phone(lines=lines))
    movie = read_movie(io.BytesIO(content), size=len(content), limits=LIMITS)
    assert list(movie.picture.samples.shifts) == [1024, -512, 2048, 0]


def test_the_configuration_of_hevc_loses_its_messages():
    moov = rebuilt(clips.iphone())[0]
    assert b"vps" in moov and b"sps" in moov and b"pps" in moov


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (phone(lines=[Line(b"vide", clips.picture_entry(b"apcn"), clips.pictures())]), "(apcn)"),
        (phone(lines=[Line(b"vide", clips.picture_entry(b"mp4v"), clips.pictures())]), "(mp4v)"),
        (phone(lines=[Line(b"soun", clips.sound_entry(), clips.sounds())]), "seulement du son"),
        (phone(lines=[Phone().lines[0], Line(b"soun", clips.sound_entry(b"sowt"), clips.sounds())]), "Le son"),
        (phone(lines=[Phone().lines[0], Line(b"soun", clips.sound_entry(kind=0x6B), clips.sounds())]), "Le son"),
        (phone(lines=[Line(b"vide", clips.picture_entry(b"encv"), clips.pictures())]), "protégée"),
        (phone(lines=[Line(b"vide", clips.picture_entry(width=8000), clips.pictures())]), "immense"),
        (phone(lines=[Line(b"vide", clips.picture_entry(), clips.pictures(), duration=15360 * 5)]), "3 min 20 s"),
        (clips.box(b"ftyp", b"heic", bytes(4), b"mif1heic") + clips.full(b"meta", bytes(40)), "une photo"),
        (clips.box(b"ftyp", b"avif", bytes(4), b"mif1avif") + clips.full(b"meta", bytes(40)), "une photo"),
        (b"", "est vide"),
        (b"   ", "est vide"),
        (b"%PDF-1.7", "un document"),
        (b"<!DOCTYPE html><script>", "un document"),
        (b"PK\x03\x04" + bytes(50), "compressé"),
        (b"\xff\xd8\xff\xe1" + bytes(50), "une photo"),
        (b"RIFF\0\0\0\0AVI LIST", "pas une vidéo"),
        (b"ID3\x04" + bytes(50), "seulement du son"),
        (b"Bonjour", "pas une vidéo"),
        (phone()[:2000], "incomplète"),
        (clips.recorded("webm")[:9000], "incomplète"),
    ],
)  # fmt: skip
def test_what_can_not_be_a_video_gets_a_sentence(sent, sentence):
    assert sentence in refusal(sent)


def test_a_video_that_is_too_heavy_is_refused_before_it_is_read():
    assert "20 Mo au plus" in refusal(bytes(20_000_001))


def test_the_length_is_counted_not_believed():
    """The headers say a second and a half; the samples last ten minutes."""
    assert "10 min 0 s" in refusal(
        phone(lines=[Line(b"vide", clips.picture_entry(), clips.pictures(), duration=15360 * 15)])
    )


def test_the_description_without_a_config_is_broken():
    assert "incomplète" in refusal(
        phone(lines=[Line(b"vide", clips.picture_entry(config=clips.box(b"xxxx")), clips.pictures())])
    )


def test_the_helper_finds_what_it_wrote():
    assert child(clips.phone(), b"moov", b"trak", b"mdia", b"hdlr")[8:12] == b"vide"
