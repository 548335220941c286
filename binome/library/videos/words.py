"""Why a video is refused, in sentences that say what to do."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def broken() -> str:
    return _("Cette vidéo est incomplète ou abîmée. Envoyez-la de nouveau, ou enregistrez-en une autre.")


def empty() -> str:
    return _("Ce fichier est vide. Choisissez une vidéo.")


def too_heavy(size: int | None, most: int) -> str:
    """`size` is None when its end was not waited for."""
    if size is None:
        return _("Cette vidéo est trop lourde. Choisissez une vidéo de %(most)s Mo au plus.") % {
            "most": most // 1_000_000
        }
    numbers = {"weight": round(size / 1_000_000), "most": round(most / 1_000_000)}
    return _("Cette vidéo pèse %(weight)s Mo. Choisissez une vidéo de %(most)s Mo au plus.") % numbers


def too_long(seconds: float, most: int) -> str:
    minutes, rest = divmod(round(seconds), 60)
    length = _("%(minutes)s min %(seconds)s s") % {"minutes": minutes, "seconds": rest}
    limit = ngettext("%(count)s minute", "%(count)s minutes", most // 60) % {"count": most // 60}
    return _("Cette vidéo dure %(length)s. Raccourcissez-la dans votre téléphone : %(limit)s au plus.") % {
        "length": length,
        "limit": limit,
    }


def too_large(width: int, height: int) -> str:
    size = {"width": width, "height": height}
    return _("L’image de cette vidéo est immense (%(width)s × %(height)s). Choisissez une définition ordinaire.") % size


def unknown_pictures(name: str) -> str:
    return _("Les images de cette vidéo (%(name)s) ne se lisent pas dans un navigateur. Enregistrez-la en MP4 avec "
             "votre téléphone.") % {"name": name}  # fmt: skip


def unknown_sound(name: str) -> str:
    return _("Le son de cette vidéo (%(name)s) ne se lit pas dans un navigateur. Enregistrez-la en MP4 avec votre "
             "téléphone.") % {"name": name}  # fmt: skip


def no_pictures() -> str:
    return _("Ce fichier ne contient pas de vidéo : seulement du son, ou rien. Choisissez une vidéo.")


def protected() -> str:
    return _("Cette vidéo est protégée contre la copie. Choisissez une vidéo que vous avez enregistrée vous-même.")


def still_picture() -> str:
    return _("C’est une photo, pas une vidéo. Choisissez une vidéo.")


def not_a_video(start: bytes) -> str:
    """Names what was sent, when its first bytes say it."""
    head = start.lstrip().lower()
    if not head:
        return empty()
    if head.startswith((b"\xff\xd8", b"\x89png", b"gif8")) or (head.startswith(b"riff") and start[8:12] == b"WEBP"):
        return still_picture()
    if head.startswith((b"<?xml", b"<svg", b"<!doctype", b"<html", b"%pdf")):
        return _("C’est un document ou une page, pas une vidéo. Choisissez une vidéo de votre téléphone.")
    if head.startswith((b"pk\x03\x04", b"rar!", b"7z\xbc", b"\x1f\x8b")):
        return _("C’est un fichier compressé. Envoyez la vidéo elle-même.")
    if head.startswith((b"id3", b"flac", b"oggs")) or (head.startswith(b"riff") and start[8:12] == b"WAVE"):
        return no_pictures()
    return _("Ce fichier n’est pas une vidéo que nous savons lire. Choisissez un fichier MP4, MOV ou WebM.")


def not_plays_everywhere() -> str:
    """For its owner, beside a video that was accepted."""
    return _("Certains navigateurs ne liront pas cette vidéo : son format (HEVC ou AV1) est récent. Sur un iPhone, "
             "choisissez Réglages, Appareil photo, Formats, « Le plus compatible », puis enregistrez-la de "
             "nouveau.")  # fmt: skip
