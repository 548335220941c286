"""Tables of people. The family name is in a table of its own, which ordinary queries can't load."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from binome.core.codes import CodeField, new_code

from .lifecycle import ProfileState


class IdentitySealed(Exception):
    """Code outside the identity shield tried to read a family name."""


class UserManager(BaseUserManager["User"]):
    """Accounts by address; addresses are kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """One account: an address, a first name, a language. What it may do comes from its enrolments and roles."""

    code = CodeField()
    email = models.EmailField(_("adresse e-mail"), unique=True)
    first_name = models.CharField(_("prénom"), max_length=60)
    language = models.CharField(max_length=12, default="fr")
    is_active = models.BooleanField(default=False)
    #: Optional kinds of mail she does not want.
    muted_mails = models.JSONField(default=list, blank=True)
    #: The same woman's account in the other posture, once a moderator has linked them.
    linked_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    last_seen_on = models.DateField(null=True, blank=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(email=Lower("email")), name="addresses_in_lower_case")]

    def __str__(self) -> str:
        return self.first_name or self.code

    def mail_allowed(self, kind: str) -> bool:
        """Whether she wants this optional kind of mail."""
        return kind not in self.muted_mails


def photo_path(instance: models.Model, filename: str) -> str:
    """A random name: nothing of the upload's name is kept."""
    return f"photos/{new_code(24)}.jpg"


class ProfileQuerySet(models.QuerySet["Profile"]):
    def approved(self) -> "ProfileQuerySet":
        return self.filter(state=ProfileState.APPROVED, person__is_active=True)

    def waiting(self) -> "ProfileQuerySet":
        """Profiles that a moderator must read, the oldest first."""
        return self.filter(
            Q(state=ProfileState.SUBMITTED) | Q(state=ProfileState.APPROVED, recheck_since__isnull=False)
        ).order_by("waiting_since", "id")


class Profile(models.Model):
    """What the community may read of a person, and where the check by a moderator stands."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="profile")
    headline = models.CharField(_("métier ou dernière fonction"), max_length=120)
    quote = models.CharField(_("une phrase qui vous ressemble"), max_length=160, blank=True)
    presentation = models.TextField(_("présentation"), max_length=1500)
    path = models.TextField(_("votre chemin"), max_length=1500, blank=True)
    sector = models.CharField(_("secteur"), max_length=40)
    city = models.CharField(_("ville"), max_length=80, blank=True)
    country = models.CharField(_("pays"), max_length=2, default="FR")
    languages = models.JSONField(_("langues"), default=list)
    topics = models.JSONField(_("sujets"), default=list)
    formats = models.JSONField(_("rencontres"), default=list)
    rhythms = models.JSONField(_("rythme"), default=list)
    link = models.URLField(_("lien professionnel"), blank=True)
    photo = models.ImageField(_("photo"), upload_to=photo_path, blank=True)

    state = models.CharField(max_length=12, choices=ProfileState.choices, default=ProfileState.SUBMITTED)
    waiting_since = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    #: An approved profile changed in a sensitive field: online, and back in the queue since then.
    recheck_since = models.DateTimeField(null=True, blank=True)
    #: Her family name is no longer the one that was checked; both are sealed, so this alone says so.
    identity_changed_at = models.DateTimeField(null=True, blank=True)
    #: The sensitive fields as the last moderator saw them, to show what changed.
    checked_content = models.JSONField(default=dict, blank=True)
    taken_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    #: A moderator asked for a second opinion.
    escalated_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = ProfileQuerySet.as_manager()

    def __str__(self) -> str:
        return f"profile {self.person_id}"


_opened: ContextVar[bool] = ContextVar("civil_identity_opened", default=False)


@contextmanager
def open_identities():
    """Let the enclosed lines read family names. Only the identity shield and the person's own forms may."""
    token = _opened.set(True)
    try:
        yield
    finally:
        _opened.reset(token)


class SealedManager(models.Manager["CivilIdentity"]):
    """Refuses every query outside `open_identities()`."""

    def get_queryset(self) -> models.QuerySet["CivilIdentity"]:
        if not _opened.get():
            raise IdentitySealed("Read family names through binome.mentoring.identity.")
        return super().get_queryset()


class CivilIdentity(models.Model):
    """The family name and the telephone: sealed until a pair exists and the person reveals them."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    family_name = models.CharField(_("nom de famille"), max_length=80)
    phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    #: The name under which she was checked, while a moderator has not read the new one.
    former_name = models.CharField(max_length=80, blank=True)

    objects = SealedManager()

    def __str__(self) -> str:
        return "sealed"


class Review(models.Model):
    """One decision of a moderator on a profile, kept with its words."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="reviews")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    verb = models.CharField(max_length=20)
    message = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.verb} {self.profile_id}"


class SignupDraft(models.Model):
    """An unfinished sign-up, saved at each step and resumed from a link. The link's token is kept hashed."""

    code = CodeField()
    token_hash = models.CharField(max_length=64, unique=True)
    programme_slug = models.CharField(max_length=40)
    role = models.CharField(max_length=10)
    language = models.CharField(max_length=12, default="fr")
    email = models.EmailField(blank=True)
    email_confirmed_at = models.DateTimeField(null=True, blank=True)
    family_name = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    #: The cleaned answers of the other fields, as typed.
    answers = models.JSONField(default=dict)
    photo = models.ImageField(upload_to=photo_path, blank=True)
    step = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"draft {self.code}"

    def mail_allowed(self, kind: str) -> bool:
        """A draft receives its own link, nothing else."""
        return False
