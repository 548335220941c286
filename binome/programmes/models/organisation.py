"""Organisations, the tree of their entities, the people whom they declare, and what they are to one another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from binome.core.codes import CodeField
from binome.core.french import fold
from binome.people.models import SealedManager


class Organisation(models.Model):
    """A company, a school, an association, a network: its people take part in programmes."""

    class Kind(models.TextChoices):
        COMPANY = "company", _("entreprise")
        SCHOOL = "school", _("école ou université")
        NETWORK = "network", _("réseau ou association")
        PUBLIC = "public", _("administration")

    code = CodeField()
    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.COMPANY)
    #: Domains of its e-mail addresses, in lower case: whoever proves such an address is one of its people.
    email_domains = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Entity(models.Model):
    """A site, a subsidiary, a country, a class: a branch of the tree by which an organisation is run.

    `lineage` names its ancestors and itself, as "/12/31/": all that is below an entity begins with its lineage, and a
    perimeter is one comparison. Written by `actions.organisations` only.
    """

    code = CodeField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="entities")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    name = models.CharField(max_length=120)
    lineage = models.CharField(max_length=200, db_index=True)

    class Meta:
        ordering = ["organisation", "lineage"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name", "parent"], name="one_entity_of_a_name"),
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=Q(parent=None), name="one_top_entity_of_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Affiliation(models.Model):
    """A person as her organisation declares her: the row of its directory. It gives no access by itself (D15).

    Her account exists from the import on, closed until she opts in; her family name is sealed with the others.
    """

    code = CodeField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="affiliations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="affiliations")
    entity = models.ForeignKey(Entity, null=True, blank=True, on_delete=models.PROTECT, related_name="affiliations")
    #: The organisation's own number for her; empty when it gives none.
    reference = models.CharField(max_length=60, blank=True)
    job_title = models.CharField(max_length=120, blank=True)
    #: 1 (starts out) to 5 (leads): for rules of direction and the balance of a promotion (D7, D17). None: unknown.
    stage = models.PositiveSmallIntegerField(null=True, blank=True)
    line_manager = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="reports")
    #: The other columns of the directory that the organisation kept: {"column": "value"}.
    attributes = models.JSONField(default=dict, blank=True)
    declared_at = models.DateTimeField()
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person"], name="one_affiliation_each"),
            models.UniqueConstraint(
                fields=["organisation", "reference"], condition=~Q(reference=""), name="one_person_of_a_reference"
            ),
        ]

    def __str__(self) -> str:
        return f"affiliation {self.code}"

    def place(self, *, several: bool) -> str:
        """Her site, or ""; where `several` organisations take part, with hers: each may have a « Siège »."""
        entity, organisation = self.entity.name if self.entity else "", self.organisation.name if several else ""
        return f"{entity} ({organisation})" if entity and organisation else entity or organisation


class DeclaredNames(SealedManager):
    """Refuses every reading outside the identity shield; writing opens nothing."""

    def declare(self, rows: "list[DeclaredIdentity]") -> None:
        """Write these names, over the former ones."""
        for row in rows:
            row.folded = fold(f"{row.family_name} {row.first_name} {row.email}")[:400]
        fields = ["email", "first_name", "family_name", "folded"]
        everything = models.QuerySet(self.model, using=self._db)
        everything.bulk_create(rows, update_conflicts=True, unique_fields=["affiliation"], update_fields=fields)

    def first_name_of(self, affiliation: Affiliation) -> str:
        """As her organisation says it, for a letter to one of its people; nothing else is opened. "" if it doesn't."""
        everything = models.QuerySet(self.model, using=self._db).filter(affiliation=affiliation)
        return str(everything.values_list("first_name", flat=True).first() or "")


class DeclaredIdentity(models.Model):
    """Her name and address as her organisation declares them, sealed. Within its pages she bears these alone: nothing
    there tells that she had an account already, nor what it says (N6)."""

    affiliation = models.OneToOneField(Affiliation, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    first_name = models.CharField(max_length=60)
    family_name = models.CharField(max_length=80, blank=True)
    #: All of it in bare letters, for the search and the order of a list.
    folded = models.CharField(max_length=400, blank=True)

    objects = DeclaredNames()

    def __str__(self) -> str:
        return "sealed"


class DirectoryUpload(models.Model):
    """A directory that somebody sent, between its preview and its confirmation; erased then, a day later at most."""

    code = CodeField()
    programme = models.ForeignKey("programmes.Programme", on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=120)
    content = models.BinaryField()
    #: {"column of the file": a key of `queries.directory.FIELDS`, "attribute" or ""}; first guessed, then hers.
    mapping = models.JSONField(default=dict, blank=True)
    #: Who is absent from the file has left the organisation.
    marks_leavers = models.BooleanField(default=False)
    #: Entities that nobody knows yet are added to the tree.
    adds_entities = models.BooleanField(default=False)
    sent_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"upload {self.code}"


class Party(models.Model):
    """An organisation takes part in a programme (D8). The first one runs it."""

    programme = models.ForeignKey("programmes.Programme", on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="parties")
    runs = models.BooleanField(default=False)
    since_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "organisation"], name="one_party_each")]

    def __str__(self) -> str:
        return f"party {self.organisation_id} of {self.programme_id}"


class Competition(models.Model):
    """Two organisations declared competitors in a programme: nobody of one is paired with anybody of the other."""

    programme = models.ForeignKey("programmes.Programme", on_delete=models.CASCADE, related_name="competitions")
    #: The smaller key first, so that a couple is declared once.
    first = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "first", "second"], name="one_competition_per_couple"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="competitors_in_order"),
        ]

    def __str__(self) -> str:
        return f"competition {self.first_id}/{self.second_id}"
