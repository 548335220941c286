"""Organisations, their people, a programme and its promotion: Passerelles, of the Orvanne group."""

from binome.people.models import User
from binome.programmes.models import (
    Affiliation,
    Cohort,
    Enrolment,
    EnrolmentState,
    Entity,
    Organisation,
    Party,
    Programme,
    StaffRole,
)

from .people import NOON, a_person


def an_organisation(name: str = "Groupe Orvanne", **fields) -> Organisation:
    """Made once by name."""
    return Organisation.objects.get_or_create(name=name, defaults={"created_at": NOON, **fields})[0]


def an_entity(name: str = "Siège", organisation: Organisation | None = None, parent: Entity | None = None) -> Entity:
    """Made once by name, organisation and parent."""
    entity, created = Entity.objects.get_or_create(
        organisation=organisation or an_organisation(), name=name, parent=parent
    )
    if created:
        entity.lineage = f"{parent.lineage if parent else '/'}{entity.pk}/"
        entity.save()
    return entity


def a_programme(
    form: str = "centralised", slug: str = "passerelles", *organisations: Organisation, **fields
) -> Programme:
    """Made once by slug. The first organisation runs it; without any, the Orvanne group."""
    defaults = {"name": slug.capitalize(), "form": form, "wording": "fr-inclusif", **fields}
    programme, created = Programme.objects.get_or_create(slug=slug, defaults=defaults)
    for number, organisation in enumerate(organisations or ([an_organisation()] if created else [])):
        Party.objects.get_or_create(
            programme=programme, organisation=organisation, defaults={"runs": number == 0, "since_at": NOON}
        )
    return programme


def a_cohort(programme: Programme | None = None, number: int = 1, **fields) -> Cohort:
    """Made once by number; its enrolment is open unless said otherwise."""
    defaults = {"name": f"Promotion {number}", "state": "enrolling", "created_at": NOON, **fields}
    return Cohort.objects.get_or_create(programme=programme or a_programme(), number=number, defaults=defaults)[0]


def an_affiliation(
    person: User | str, entity: Entity | None = None, *, organisation: Organisation | None = None, **fields
) -> Affiliation:
    """Declared by her organisation; a first name makes a new person."""
    organisation = entity.organisation if entity else organisation or an_organisation()
    person = a_person(person) if isinstance(person, str) else person
    return Affiliation.objects.create(
        person=person, organisation=organisation, entity=entity, declared_at=NOON, **fields
    )


def a_participant(
    person: User | str, role: str = "mentee", cohort: Cohort | None = None, entity: Entity | None = None, **fields
) -> Enrolment:
    """Enrolled in a promotion, on behalf of her organisation. `affiliation`, `answers`… go to the enrolment."""
    cohort = cohort or a_cohort()
    affiliation = fields.pop("affiliation", None) or an_affiliation(person, entity)
    return Enrolment.objects.create(
        person=affiliation.person,
        programme=cohort.programme,
        cohort=cohort,
        affiliation=affiliation,
        role=role,
        **{"state": EnrolmentState.ACTIVE, "attested_at": NOON, "attested_version": 1, "joined_at": NOON, **fields},
    )


def a_staff_member(
    first_name: str,
    kind: str = StaffRole.Kind.MANAGER,
    programme: Programme | None = None,
    email: str = "",
    **perimeter,
) -> User:
    """Delphine runs Passerelles; `organisation=` or `entity=` narrows what she sees."""
    person = a_person(first_name, email=email)
    StaffRole.objects.create(person=person, programme=programme or a_programme(), kind=kind, since_at=NOON, **perimeter)
    return person
