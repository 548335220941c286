"""Whether somebody left, came or answered since a run read a promotion: one query and a hash."""

from hashlib import blake2b

from binome.programmes.models import Cohort

from ..models import Ruling
from .people import active


def digest_of(cohort: Cohort) -> str:
    """A hash of who is to be matched, of their answers and of the rulings; another one means: run again."""
    people = active(cohort).order_by("pk").values_list(
        "pk", "role", "pause", "answers", "affiliation__entity_id", "affiliation__stage",
        "affiliation__line_manager_id",
    )  # fmt: skip
    rulings = Ruling.objects.filter(cohort=cohort).order_by("pk").values_list("pk", "kind")
    hashed = blake2b(digest_size=16)
    for rows in (people, rulings):
        hashed.update(repr(list(rows)).encode())
    return hashed.hexdigest()
