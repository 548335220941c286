"""Every write on a testimony. Withdrawn, refused or run out, its video, image and words are deleted at once."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import IO, TYPE_CHECKING, Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from binome.core import french
from binome.core.files import forget_files
from binome.core.journal import record
from binome.core.moves import MoveRefused, make_move
from binome.programmes.models import Programme

from .. import emails
from ..lifecycle import MOVES, TestimonyState, Use
from ..models.testimonies import FOLDER, Consent, Testimony, poster_path, video_path
from ..videos import Limits, Video, rebuild_video
from ..videos.captions import words_of

if TYPE_CHECKING:
    from binome.people.models import User

#: What the bytes and the words of a testimony become when it ends.
GONE = {
    "video": "", "poster": "", "transcript": "", "captions": "", "summary": "", "title_tokens": "", "text_tokens": "",
}  # fmt: skip
#: The past fact of each verb: its line in the journal.
PAST = {
    "submit": "testimony_submitted", "take_back": "testimony_taken_back", "ask_change": "testimony_change_asked",
    "publish": "testimony_published", "refuse": "testimony_refused", "withdraw": "testimony_withdrawn",
    "expire": "testimony_expired",
}  # fmt: skip


@dataclass
class Clip:
    """A rebuilt video that nobody keeps yet."""

    file: IO[bytes]
    video: Video

    def fields(self) -> dict[str, Any]:
        seen = self.video
        return {
            "container": seen.container, "seconds": seen.seconds, "width": seen.width, "height": seen.height,
            "plays_everywhere": seen.plays_everywhere,
        }  # fmt: skip


def make_clip(source: IO[bytes], *, limits: Limits) -> Clip:
    """Rebuild what she sent, before any transaction begins. Raises VideoRefused."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (closed by whoever stores it)
    try:
        video = rebuild_video(source, file, limits=limits)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return Clip(file, video)


def start_testimony(*, person: "User", programme: Programme, clip: Clip, now: datetime) -> Testimony:
    """A draft with its video. Raises MoveRefused while another one of hers is unfinished in this programme."""
    draft = Testimony(person=person, programme=programme, created_at=now, **clip.fields())
    draft.video.name = _store(draft, clip)
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
            record("testimony_started", by=person, obj=draft, now=now)
    except IntegrityError:
        default_storage.delete(draft.video.name)
        raise MoveRefused(_("Un témoignage est déjà en préparation : terminez-le, ou retirez-le.")) from None
    return draft


def replace_video(*, testimony: Testimony, clip: Clip, by: "User", now: datetime) -> None:
    """Another video in her draft; the former one is deleted, and its captions and image with it."""
    _check_owner(testimony, by)
    changes = {**clip.fields(), "video": "", "poster": "", "captions": ""}
    name = _store(Testimony(container=clip.video.container), clip)
    try:
        with transaction.atomic():
            former = _locked(testimony, "submit")
            changes |= {"video": name, **_tokens(former, captions="")}
            Testimony.objects.filter(pk=testimony.pk).update(**changes)
            forget_files(former.video.name, former.poster.name)
            record("testimony_video_replaced", by=by, obj=testimony, now=now)
    except MoveRefused:
        default_storage.delete(name)
        raise
    testimony.refresh_from_db()


@transaction.atomic
def write_testimony(
    *,
    testimony: Testimony,
    words: Mapping[str, str],
    captions: str | None,
    poster: bytes | None,
    by: "User",
    now: datetime,
) -> None:
    """Her words (title, summary, transcript), and her captions and image if she sent some. Drafts only.

    `captions`: clean WebVTT, "" to remove them, None to leave them; `poster`: the bytes of a rebuilt image, or None.
    """
    _check_owner(testimony, by)
    former = _locked(testimony, "submit")
    changes: dict[str, Any] = {name: words[name] for name in ("title", "summary", "transcript")}
    if captions is not None:
        changes["captions"] = captions
    changes |= _tokens(former, **changes)
    if poster is not None:
        changes["poster"] = default_storage.save(poster_path(testimony, ""), ContentFile(poster))
        forget_files(former.poster.name)
    Testimony.objects.filter(pk=testimony.pk).update(**changes)
    record("testimony_written", by=by, obj=testimony, now=now)
    testimony.refresh_from_db()


def _tokens(testimony: Testimony, **changes: str) -> dict[str, str]:
    """By what a search finds it, once these words have changed."""
    said = {
        name: changes.get(name, getattr(testimony, name)) for name in ("title", "summary", "transcript", "captions")
    }
    said["captions"] = words_of(said["captions"])
    return {"title_tokens": french.joined(said["title"]), "text_tokens": french.joined(*said.values())}


def missing(testimony: Testimony) -> dict[str, str]:
    """What it needs before it can be sent: field → sentence."""
    found = {}
    if not testimony.title:
        found["title"] = _("Donnez-lui un titre.")
    if not testimony.summary:
        found["summary"] = _("Résumez-le en une phrase.")
    if not testimony.poster:
        found["poster"] = _("Choisissez l’image qui le présente.")
    if not testimony.transcript and not testimony.captions:
        found["transcript"] = _("Ajoutez une transcription ou des sous-titres : des personnes en ont besoin.")
    return found


@transaction.atomic
def submit_testimony(*, testimony: Testimony, uses: Mapping[str, date], by: "User", now: datetime) -> None:
    """She allows these uses, each until the end of that day, and sends it to the team. Raises MoveRefused."""
    _check_owner(testimony, by)
    if lacks := missing(testimony):
        raise MoveRefused(" ".join(lacks.values()))
    if Use.MEMBERS not in uses:
        raise MoveRefused(_("Pour être publié, un témoignage doit pouvoir être montré sur ce site."))
    _move(testimony, "submit", by=by, now=now, submitted_at=now, message="")
    Consent.objects.bulk_create(
        Consent(testimony=testimony, use=use, given_at=now, ends_at=_end_of(day)) for use, day in uses.items()
    )
    emails.testimony_submitted(testimony, now=now)


def sending(testimony: Testimony) -> str:
    """What names one sending to the team: taken back and sent again, perhaps with another video, it is another."""
    return testimony.submitted_at.isoformat() if testimony.submitted_at else ""


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


@transaction.atomic
def take_back_testimony(*, testimony: Testimony, by: "User", now: datetime) -> None:
    """Before the team answers, it becomes a draft again; what she allowed is taken back with it."""
    _check_owner(testimony, by)
    _move(testimony, "take_back", by=by, now=now, submitted_at=None)
    _withdraw_all(testimony, now)


@transaction.atomic
def read_testimony(*, testimony: Testimony, by: "User", now: datetime) -> None:
    """Someone of the team opens it: one line in the journal per opening (N16)."""
    record("testimony_read", by=by, obj=testimony, now=now)


@transaction.atomic
def publish_testimony(*, testimony: Testimony, seen: str, moves_on: date | None, by: "User", now: datetime) -> None:
    """Shown among the news, and from `moves_on` among the resources. `seen`: the `sending` that she watched."""
    _check_colleague(testimony, by)
    if sending(_locked(testimony, "publish")) != seen:
        raise MoveRefused(_("Ce témoignage a été renvoyé depuis : regardez-le de nouveau avant de le publier."))
    if not testimony.consents.in_force(now).filter(use=Use.MEMBERS).exists():
        raise MoveRefused(_("L’autorisation d’usage est arrivée à son terme : demandez-lui de la renouveler."))
    _move(testimony, "publish", by=by, now=now, published_at=now, moves_on=moves_on, decided_by=by)
    emails.testimony_answered(testimony, now=now)


@transaction.atomic
def ask_testimony_change(*, testimony: Testimony, message: str, by: "User", now: datetime) -> None:
    """She corrects it and sends it again; what she allowed will be asked again."""
    _check_colleague(testimony, by)
    _move(testimony, "ask_change", by=by, now=now, message=_required(message), submitted_at=None, decided_by=by)
    _withdraw_all(testimony, now)
    emails.testimony_answered(testimony, now=now)


@transaction.atomic
def refuse_testimony(*, testimony: Testimony, message: str, by: "User", now: datetime) -> None:
    """Not published, or no longer: its video and its words are deleted. She is told why."""
    _check_colleague(testimony, by)
    _end(testimony, "refuse", by=by, now=now, message=_required(message), decided_by=by)
    emails.testimony_answered(testimony, now=now)


@transaction.atomic
def withdraw_testimony(*, testimony: Testimony, by: "User", now: datetime) -> None:
    """At once, from every page; its video, image and words are deleted. Asked twice, it changes nothing."""
    _check_owner(testimony, by)
    if Testimony.objects.filter(pk=testimony.pk, state=TestimonyState.WITHDRAWN).exists():
        return
    _end(testimony, "withdraw", by=by, now=now)


@transaction.atomic
def withdraw_consent(*, testimony: Testimony, use: str, by: "User", now: datetime) -> None:
    """She takes one use back. Without the first one there is no testimony left: it is withdrawn. Twice is once."""
    _check_owner(testimony, by)
    if use == Use.MEMBERS:
        withdraw_testimony(testimony=testimony, by=by, now=now)
    elif testimony.consents.filter(use=use, withdrawn_at=None).update(withdrawn_at=now):
        record("testimony_use_withdrawn", by=by, obj=testimony, now=now, use=use)


@transaction.atomic
def expire_testimony(*, testimony: Testimony, now: datetime) -> None:
    """What she allowed has come to its end, or her draft was left: it goes as if she had withdrawn it."""
    _end(testimony, "expire", by=None, now=now)


def sweep_files(*, now: datetime) -> int:
    """Delete the files that no testimony names: what a cut between a file and its row left. Answers how many.

    A file is written before its row: one younger than a day may still be waiting for it.
    """
    if not default_storage.exists(FOLDER):
        return 0
    kept = {name for names in Testimony.objects.values_list("video", "poster") for name in names}
    found = [f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]]
    lost = [
        name for name in found if name not in kept and default_storage.get_modified_time(name) < now - timedelta(days=1)
    ]
    for name in lost:
        default_storage.delete(name)
    return len(lost)


def _store(testimony: Testimony, clip: Clip) -> str:
    with clip.file:
        return default_storage.save(video_path(testimony, ""), File(clip.file))


def _locked(testimony: Testimony, verb: str) -> Testimony:
    """The row as it is now, if this verb is still possible."""
    row = Testimony.objects.select_for_update().filter(pk=testimony.pk, state__in=MOVES[verb].sources).first()
    if row is None:
        raise MoveRefused(_too_late())
    return row


def _move(testimony: Testimony, verb: str, *, by: "User | None", now: datetime, **changes: Any) -> None:
    """Compare-and-set along MOVES, and one journal line."""
    make_move(testimony, MOVES[verb], among=Testimony.objects.all(), refusal=_too_late(), **changes)
    testimony.refresh_from_db()
    record(PAST[verb], by=by, obj=testimony, now=now)


def _end(testimony: Testimony, verb: str, *, by: "User | None", now: datetime, **changes: Any) -> None:
    former = _locked(testimony, verb)
    _move(testimony, verb, by=by, now=now, ended_at=now, **GONE, **changes)
    _withdraw_all(testimony, now)
    forget_files(former.video.name, former.poster.name)


def _withdraw_all(testimony: Testimony, now: datetime) -> None:
    testimony.consents.filter(withdrawn_at=None).update(withdrawn_at=now)


def _check_owner(testimony: Testimony, by: "User") -> None:
    if testimony.person_id != by.pk:
        raise MoveRefused(_("Ce témoignage n’est pas le vôtre."))


def _check_colleague(testimony: Testimony, by: "User") -> None:
    if testimony.person_id in {by.pk, by.linked_to_id} or testimony.person.linked_to_id == by.pk:
        raise MoveRefused(_("C’est votre propre témoignage : une autre modératrice s’en charge."))


def _required(message: str) -> str:
    if not message.strip():
        raise MoveRefused(_("Écrivez pourquoi : elle le lira dans son espace."))
    return message.strip()


def _too_late() -> str:
    return _("Ce témoignage a changé entre-temps : cette action n’est plus possible.")
