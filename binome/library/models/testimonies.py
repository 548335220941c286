"""Testimonies: a short video of a mentor, its words, and what she allows it to be used for, use by use, until a day."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from binome.core.codes import CodeField, new_code
from binome.programmes.models import EnrolmentState, Programme

from ..lifecycle import LIVE, UNFINISHED, TestimonyState, Use

#: Where the videos and their images are kept.
FOLDER = "testimonies"


def video_path(instance: models.Model, filename: str) -> str:
    """A random name: nothing of the upload's name is kept."""
    return f"{FOLDER}/{new_code(24)}.{instance.container}"  # type: ignore[attr-defined]


def poster_path(instance: models.Model, filename: str) -> str:
    return f"{FOLDER}/{new_code(24)}.jpg"


class TestimonyQuerySet(models.QuerySet["Testimony"]):
    def shown(self, now: datetime, *, use: str = Use.MEMBERS) -> "TestimonyQuerySet":
        """Published, allowed for this use today, by someone who is still here."""
        allowed = Consent.objects.in_force(now).filter(testimony=OuterRef("pk"), use=use)
        here = Q(person__is_active=True, person__enrolments__state=EnrolmentState.ACTIVE)
        mine = Q(person__enrolments__programme=models.F("programme"))
        return self.filter(here & mine, Exists(allowed), state=TestimonyState.PUBLISHED).select_related("person")

    def waiting(self) -> "TestimonyQuerySet":
        """For a moderator, the oldest first."""
        return self.filter(state=TestimonyState.SUBMITTED).order_by("submitted_at", "pk")


class Testimony(models.Model):
    """One video and its words. Once withdrawn or refused, only its title, its dates and its consents are left."""

    code = CodeField()
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="testimonies")
    state = models.CharField(max_length=10, choices=TestimonyState.choices, default=TestimonyState.DRAFT)
    title = models.CharField(_("titre"), max_length=120, blank=True)
    summary = models.CharField(_("résumé"), max_length=300, blank=True)
    transcript = models.TextField(_("transcription"), max_length=8000, blank=True)
    #: Clean WebVTT, as `videos.captions` writes it.
    captions = models.TextField(_("sous-titres"), blank=True)
    video = models.FileField(_("vidéo"), upload_to=video_path, blank=True)
    poster = models.ImageField(_("image"), upload_to=poster_path, blank=True)
    container = models.CharField(max_length=4, default="mp4")  # mp4 or webm
    seconds = models.FloatField(default=0)
    width = models.PositiveSmallIntegerField(default=0)
    height = models.PositiveSmallIntegerField(default=0)
    plays_everywhere = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    #: From this day, it is found among the resources instead of the news (A20).
    moves_on = models.DateField(null=True, blank=True)
    #: When its bytes were deleted.
    ended_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: What the team asks her to change, or why it refused.
    message = models.TextField(max_length=2000, blank=True)
    #: Sorted stems of the title, then of everything that is said, as `binome.core.french` makes them.
    title_tokens = models.TextField(blank=True)
    text_tokens = models.TextField(blank=True)

    objects = TestimonyQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme"],
                condition=Q(state__in=sorted(UNFINISHED)),
                name="one_unfinished_testimony",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(LIVE))
                | Q(video="", poster="", transcript="", captions="", text_tokens=""),
                name="what_is_withdrawn_is_gone",
            ),
            models.CheckConstraint(
                condition=~Q(state=TestimonyState.PUBLISHED)
                | (~Q(poster="") & ~Q(video="") & (~Q(transcript="") | ~Q(captions=""))),
                name="a_shown_testimony_can_be_read",
            ),
        ]

    def __str__(self) -> str:
        return f"testimony {self.code}"

    @property
    def content_type(self) -> str:
        return f"video/{self.container}"


class ConsentQuerySet(models.QuerySet["Consent"]):
    def in_force(self, now: datetime) -> "ConsentQuerySet":
        return self.filter(withdrawn_at=None, ends_at__gt=now)


class Consent(models.Model):
    """She allowed one use of a testimony, on this date, until that moment. A dated record: it is never rewritten."""

    testimony = models.ForeignKey(Testimony, on_delete=models.CASCADE, related_name="consents")
    use = models.CharField(max_length=14, choices=Use.choices)
    given_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["testimony", "use"], condition=Q(withdrawn_at=None), name="one_consent_in_force_per_use"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.use} of {self.testimony_id}"

    @property
    def last_day(self) -> date:
        """The last day on which it holds."""
        return timezone.localdate(self.ends_at - timedelta(seconds=1))
