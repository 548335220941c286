"""Captions rewritten from their times and words: nothing of a file's style or script is kept."""

import random
import re

import pytest

from binome.library.videos.captions import CaptionsRefused, clean_captions, words_of

VTT = """\ufeffWEBVTT - made by SecretMaker
X-TIMESTAMP-MAP=LOCAL:00:00:00.000

STYLE
::cue { background: url(https://tracker.example/pixel) }

NOTE SecretMaker wrote this

REGION
id:fred

intro
00:00:01.000 --> 00:00:02.500 line:0 position:20% align:start
<v Bruna SecretMaker>Bonjour &amp; <i>merci</i><00:00:01.500> à toutes

00:02.500 --> 00:04.000
<script>alert(1)</script>Un &lt;pas&gt;
après l’autre
"""


def test_only_times_and_words_are_kept():
    clean = clean_captions(VTT.encode())
    assert clean == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nBonjour &amp; merci à toutes\n\n"
        "00:00:02.500 --> 00:00:04.000\nalert(1)Un &lt;pas&gt;\naprès l’autre\n"
    )
    assert "SecretMaker" in VTT and "SecretMaker" not in clean and "tracker" not in clean


def test_what_they_say_is_read_as_a_text():
    assert words_of(clean_captions(VTT.encode())) == "Bonjour & merci à toutes\nalert(1)Un <pas>\naprès l’autre"


def test_subrip_is_read_too_and_put_in_order():
    srt = b"2\r\n00:00:03,000 --> 00:00:04,000\r\nDeux\r\n\r\n1\r\n00:00:01,000 --> 00:00:02,000\r\nUn\r\n"
    assert clean_captions(srt) == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nUn\n\n00:00:03.000 --> 00:00:04.000\nDeux\n"
    )


def test_clean_captions_are_left_as_they_are():
    once = clean_captions(VTT.encode())
    assert clean_captions(once.encode()) == once


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (b"", "aucun sous-titre"),
        (b"WEBVTT\n\n", "aucun sous-titre"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nété".encode("latin-1"), "UTF-8"),
        (b"\0" * 300_000, "trop lourd"),
        (b"WEBVTT\n\n00:01 --> 00:02\nx", "mal écrite"),
        (b"WEBVTT\n\n00:02.000 --> 00:01.000\nx", "finit avant"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"x" * 400, "trop long"),
        (b"".join(b"00:%02d.%03d --> 01:00.000\nx\n\n" % divmod(n, 100) for n in range(700)), "trop de sous-titres"),
    ],
)
def test_what_can_not_be_captions_gets_a_sentence(sent, sentence):
    with pytest.raises(CaptionsRefused, match=sentence):
        clean_captions(sent)


def test_no_change_of_a_byte_gives_anything_but_captions_or_a_sentence():
    chance, whole = random.Random("captions"), VTT.encode()
    line = re.compile(r"WEBVTT|\d\d:\d\d:\d\d\.\d{3} --> \d\d:\d\d:\d\d\.\d{3}|[^<>]*")
    for _round in range(500):
        broken = bytearray(whole)
        for _change in range(chance.choice((1, 4, 12))):
            at = chance.randrange(len(broken))
            broken[at : at + chance.randrange(4)] = bytes(chance.randrange(256) for _n in range(chance.randrange(4)))
        try:
            clean = clean_captions(bytes(broken))
        except CaptionsRefused as refusal:
            assert len(str(refusal)) > 20
        else:
            assert all(line.fullmatch(row) for row in clean.splitlines())
