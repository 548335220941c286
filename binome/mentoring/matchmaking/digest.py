"""Whether somebody left, came or answered since a run read a promotion: one query and a hash."""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from binome.core.prepared import Given, prepared
from binome.programmes.models import Cohort, Enrolment

from ..models import Ruling
from .people import active


def digest_of(cohort: Cohort, rulings: Iterable[Ruling] | None = None) -> str:
    """A hash of who is to be matched, of their answers and of the rulings; another one means: run again.

    `rulings`: those of the promotion by key, when they have been read already.
    """
    known = Ruling.objects.filter(cohort=cohort).order_by("pk") if rulings is None else rulings
    hashed = blake2b(digest_size=16)
    for rows in (_people(cohort=cohort.pk), [(ruling.pk, str(ruling.kind)) for ruling in known]):
        hashed.update(repr(rows).encode())
    return hashed.hexdigest()


@prepared
def _people(cohort: Given) -> QuerySet[Enrolment, Any]:
    return active(cohort).annotate(said=Cast("answers", TextField())).order_by("pk").values_list(
        "pk", "role", "pause", "said", "affiliation__entity_id", "affiliation__stage", "affiliation__line_manager_id",
    )  # fmt: skip
