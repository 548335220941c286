"""Captions (WebVTT, W3C; SubRip is read too), rewritten from their times and words: no style, no script, no note."""

import re

from django.utils.translation import gettext as _

MOST_BYTES = 200_000
MOST_CUES = 600
LONGEST_CUE = 300  # signs
TIME = r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})[.,](\d{3})"
TIMES = re.compile(rf"^{TIME}[ \t]+-->[ \t]+{TIME}(?:[ \t].*)?$")
TAG = re.compile(r"<[^>]*>?")
ENTITIES = {"&lt;": "<", "&gt;": ">", "&nbsp;": "\u00a0", "&lrm;": "", "&rlm;": "", "&amp;": "&"}
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class CaptionsRefused(Exception):
    """This file can't become captions. Its text says what to do."""


def clean_captions(content: bytes) -> str:
    """The same captions as plain WebVTT, in their order of time. Raises CaptionsRefused."""
    if len(content) > MOST_BYTES:
        raise CaptionsRefused(
            _("Ce fichier de sous-titres est trop lourd. Choisissez un fichier WebVTT (.vtt) ou .srt.")
        )
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise CaptionsRefused(
            _("Ce fichier n’est pas un texte en UTF-8. Enregistrez vos sous-titres en UTF-8.")
        ) from None
    cues = [cue for block in re.split(r"\n{2,}", text) if (cue := _cue(block)) is not None]
    if not cues:
        raise CaptionsRefused(
            _("Ce fichier ne contient aucun sous-titre. Choisissez un fichier WebVTT (.vtt) ou .srt.")
        )
    if len(cues) > MOST_CUES:
        raise CaptionsRefused(_("Ce fichier contient trop de sous-titres pour une vidéo courte."))
    lines = [f"{_written(start)} --> {_written(end)}\n{words}" for start, end, words in sorted(cues)]
    return "WEBVTT\n\n" + "\n\n".join(lines) + "\n"


def words_of(captions: str) -> str:
    """What clean captions say, as a text."""
    said = [line for line in captions.splitlines() if line and line != "WEBVTT" and " --> " not in line]
    return "\n".join(_plain(line) for line in said)


def _cue(block: str) -> tuple[int, int, str] | None:
    """When it begins and ends (milliseconds) and its words; None for what is no caption."""
    lines = block.strip("\n").split("\n")
    at = next((n for n, line in enumerate(lines[:2]) if "-->" in line), None)
    if at is None:
        return None
    found = TIMES.match(lines[at].strip())
    if found is None:
        raise CaptionsRefused(
            _("Une heure de ces sous-titres est mal écrite : « %(line)s ».") % {"line": lines[at].strip()[:40]}
        )
    start, end = _milliseconds(found.groups()[:4]), _milliseconds(found.groups()[4:])
    words = "\n".join(filter(None, (_escaped(_plain(line)) for line in lines[at + 1 :])))
    if end <= start or len(words) > LONGEST_CUE:
        raise CaptionsRefused(
            _("Un sous-titre est trop long, ou finit avant d’avoir commencé : « %(line)s ».")
            % {"line": lines[at].strip()[:40]}
        )
    return (start, end, words) if words else None


def _milliseconds(parts: tuple[str, ...]) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def _written(moment: int) -> str:
    seconds, thousandths = divmod(moment, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{thousandths:03}"


def _plain(line: str) -> str:
    """Without marks: names of voices, italics, colours, times inside a line."""
    text = TAG.sub("", line)
    for entity, sign in ENTITIES.items():
        text = text.replace(entity, sign)
    return CONTROLS.sub("", text).strip()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
