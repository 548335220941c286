"""Articles and their versions. What is shown is the newest version whose moment has come: no state to keep in step."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from binome.core.codes import CodeField, new_code
from binome.programmes.models import Programme


class Kind(models.TextChoices):
    FICHE = "fiche", _("Fiche")
    QUESTION = "question", _("Question fréquente")
    RESOURCE = "resource", _("Ressource")
    NEWS = "news", _("Actualité")


class Audience(models.TextChoices):
    """Whom a text is for; only `reserved` says who may read it."""

    EVERYONE = "everyone", _("Toutes")
    MENTORS = "mentors"
    MENTEES = "mentees"
    ORGANISATIONS = "organisations", _("Organisations")


class Theme(models.Model):
    """A shelf of the library. The team's own list."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="themes")
    slug = models.SlugField(max_length=40)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["programme", "slug"], name="one_theme_of_a_slug")]

    def __str__(self) -> str:
        return self.name


class Article(models.Model):
    """A place in the library: what kind it is, whom it is for, where it stands. Its words are in its versions."""

    code = CodeField()
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="articles")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    slug = models.SlugField(max_length=80)
    audience = models.CharField(max_length=14, choices=Audience.choices, default=Audience.EVERYONE)
    #: For members only (those of its audience); it does not exist for anyone else.
    reserved = models.BooleanField(default=False)
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.SET_NULL, related_name="articles")
    #: News about a sector of the programme.
    sector = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=100)
    #: From this day, this news item is found among the resources (A20).
    moves_on = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "kind", "slug"], name="one_article_of_a_slug")]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}"


class VersionQuerySet(models.QuerySet["ArticleVersion"]):
    def live(self, now: datetime) -> "VersionQuerySet":
        """What the library shows: of each article that is not withdrawn, the newest version whose moment has come."""
        newer = ArticleVersion.objects.filter(
            article=OuterRef("article"), number__gt=OuterRef("number"), publish_at__lte=now
        )
        return self.filter(~Exists(newer), publish_at__lte=now, article__withdrawn_at=None).select_related(
            "article__theme"
        )

    def waiting(self, now: datetime) -> "VersionQuerySet":
        """Not read by anyone yet: drafts, and those whose moment is to come."""
        return self.filter(Q(publish_at=None) | Q(publish_at__gt=now))


class ArticleVersion(models.Model):
    """The words of an article at one moment. French is the reference; an empty English text shows the French one."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    summary = models.CharField(max_length=320, blank=True)
    body = models.TextField()
    title_en = models.CharField(max_length=160, blank=True)
    summary_en = models.CharField(max_length=320, blank=True)
    body_en = models.TextField(blank=True)
    #: Nothing: a draft. In the future: scheduled. In the past: published, and it never changes again.
    publish_at = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    written_at = models.DateTimeField()
    #: How often this draft was saved: two people who write at once do not erase one another.
    edits = models.PositiveIntegerField(default=0)
    #: It came with the software: a newer one may replace it as long as the team has not written.
    starting = models.BooleanField(default=False)
    #: Sorted stems of the title, then of everything, as `binome.core.french` makes them.
    title_tokens = models.TextField(blank=True)
    text_tokens = models.TextField(blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["article", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="one_version_of_a_number"),
            models.UniqueConstraint(fields=["article"], condition=Q(publish_at=None), name="one_draft_of_an_article"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.article_id}"


def image_path(instance: models.Model, filename: str) -> str:
    """A random name: nothing of the upload's name is kept."""
    return f"library/{new_code(24)}.jpg"


class ArticleImage(models.Model):
    """A picture of an article, rebuilt from its pixels; a text places it with `![](code)`. Never without words."""

    code = CodeField()
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="images")
    file = models.ImageField(upload_to=image_path, width_field="width", height_field="height")
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    alt = models.CharField(max_length=300)
    alt_en = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(alt=""), name="an_image_has_an_alternative_text")]

    def __str__(self) -> str:
        return f"image {self.code} of {self.article_id}"
