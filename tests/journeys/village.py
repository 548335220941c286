"""A small community in which every page of the site has something to show; `visits` lists those pages."""

from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from binome.cli.timetable import TIMETABLE
from binome.core import addresses
from binome.core.models import Letter, LetterState, Schedule
from binome.core.unsubscribe import unsubscribe_url
from binome.library import actions as library
from binome.library.lifecycle import Use
from binome.library.models import Article
from binome.mentoring import actions
from binome.mentoring.actions.importing import ask_import
from binome.mentoring.matchmaking.ruling import request_run
from binome.mentoring.matchmaking.running import run_matches
from binome.mentoring.models import Circle, CircleMeeting, CircleMember, Proposal
from binome.people import tokens
from binome.people.models import SignupDraft, User
from binome.people.photos import rebuild_photo
from binome.privacy.breach import declare_breach
from binome.privacy.models import Departure
from binome.privacy.rights import enter_request
from binome.programmes.actions import ask_to_join, invite_people, set_wishes
from binome.programmes.forms import starting_data
from binome.programmes.lifecycle import CohortState
from binome.programmes.links import invitation_token
from binome.programmes.models import CharterSignature, DirectoryUpload, Programme, StaffRole
from binome.support import actions as support
from binome.support import tokens as contact_links
from binome.support.models import ReportReason
from binome.web.accounts.views import public_code
from tests import factories
from tests.factories import a_mentee, a_mentor, a_pair, a_request, second_factor
from tests.factories.people import a_person
from tests.factories.programmes import (
    a_cohort,
    a_participant,
    a_programme,
    a_staff_member,
    an_affiliation,
    an_entity,
    an_organisation,
)
from tests.library.testimonies import a_draft, a_published, a_submitted

DAY = timedelta(days=1)


@dataclass
class Village:
    people: dict[str, User] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)

    def path(self, address: str) -> str:
        """« pair-detail awa+bruna » → its path; a query may follow. « passerelles:my-space »: inside that programme."""
        route, *arguments = address.split()
        slug, _, route = route.rpartition(":")
        query = arguments.pop() if arguments and arguments[-1].startswith("?") else ""
        path = reverse(route, args=[self.codes.get(key, key) for key in arguments]) + query
        return f"/programmes/{slug}{path}" if slug else path


def build() -> Village:
    village, now = Village(), timezone.now()
    _settle(village, now)
    _bring_together(village, now)
    _wait_at_the_door(village, now)
    _call_the_team(village, now)
    _fill_the_library(village, now)
    _testify(village, now)
    _run_a_programme(village, now)
    _open_a_directory(village, now)
    Letter.objects.update(state=LetterState.SENT)
    Schedule.objects.bulk_create(Schedule(name=name, next_at=now + DAY) for name in TIMETABLE)
    return village


def _settle(village: Village, now) -> None:
    for name in ("Bruna", "Odile", "Paule", "Rosa", "Vera"):
        village.people[name.lower()] = a_mentor(name, email=f"{name.lower()}@example.org", capacity=3)
    for name in ("Awa", "Binta", "Cleo", "Edith", "Flore"):
        village.people[name.lower()] = a_mentee(name, email=f"{name.lower()}@example.org")
    for name in ("Dina", "Nadia"):
        village.people[name.lower()] = factories.a_moderator(name, email=f"{name.lower()}@example.org")
    village.people["elsa"] = factories.an_administrator("Elsa")
    nadia = village.people["nadia"]
    second_factor(nadia)
    RecoveryCodes.activate(nadia)
    passkey = Authenticator.objects.create(user=nadia, type="webauthn", data={"name": "Clé", "credential": {}})
    village.codes["passkey"] = public_code(passkey)
    village.codes |= {name: person.code for name, person in village.people.items()}


def _bring_together(village: Village, now) -> None:
    awa, bruna, odile, paule, rosa = (village.people[name] for name in ("awa", "bruna", "odile", "paule", "rosa"))
    asked = a_request(awa, bruna, now=now - 2 * DAY)
    actions.ask_question(mentoring_request=asked, by=bruna, question="Depuis quand ?", now=now - DAY)
    waiting = a_request(village.people["edith"], bruna, now=now - 3 * DAY)
    vera = village.people["vera"]
    declined = a_request(awa, vera, now=now - 5 * DAY)
    actions.decline_request(mentoring_request=declined, by=vera, reason="time", reply="Pas cette fois.", now=now - DAY)
    draft = a_request(awa, rosa, sent=False, now=now)
    living = a_pair(village.people["binta"], bruna, now=now - 40 * DAY)
    met = actions.log_meeting(
        pair=living, by=bruna, held_on=timezone.localdate(now - 9 * DAY), minutes=60, format="remote", now=now - 9 * DAY
    )
    ending = a_pair(village.people["flore"], odile, now=now - 30 * DAY)
    actions.propose_closing(pair=ending, because="end", now=now)
    closed = a_pair(village.people["cleo"], bruna, now=now - 60 * DAY)
    actions.close_pair(pair=closed, by=bruna, reason="reached", now=now - DAY)
    actions.set_capacity(mentor=paule.enrolments.get(), capacity=1, by=paule, now=now)
    a_pair(a_mentee("Gaby"), paule, now=now - 20 * DAY)
    actions.join_waiting_list(mentor=paule.enrolments.get(), by=awa, now=now)
    late = a_request(a_mentee("Tara"), rosa, now=now - 10 * DAY)
    actions.remind_mentor(mentoring_request=late, now=now - 3 * DAY)
    asleep = a_pair(a_mentee("Sana"), rosa, now=now - 120 * DAY)
    village.codes |= {"late": late.code, "asleep": asleep.code}
    actions.pause_mentor(mentor=rosa.enrolments.get(), until=None, by=rosa, now=now)
    village.codes |= {
        "asked": asked.code, "waiting": waiting.code, "declined": declined.code, "draft": draft.code,
        "living": living.code, "met": met.code, "ending": ending.code, "closed": closed.code,
    }  # fmt: skip
    village.codes["letter"] = Letter.objects.filter(kind="request_sent").latest("pk").code
    unsubscribe = unsubscribe_url(awa, "news_asked")
    village.codes["unsubscribe"] = unsubscribe.rstrip("/").rpartition("/")[2]


def _wait_at_the_door(village: Village, now) -> None:
    village.codes["fanta"] = factories.a_profile_to_check("Fanta", role="mentor").person.code
    for purpose, state in (("activate", "approved"), ("correct", "change_asked"), ("contest", "refused")):
        person = factories.a_profile_to_check(purpose.capitalize(), role="mentee", state=state).person
        person.set_unusable_password()
        person.save()
        village.codes[purpose] = tokens.write(purpose, code=person.code, now=now)
        village.codes[f"{purpose}-late"] = tokens.write(purpose, code=person.code, now=now - 90 * DAY)
    answers = {"first_name": "Salomé", "headline": "Pharmacienne", "sector": "sante", "languages": ["fr"]}
    draft = factories.a_draft("salome@example.org", role="mentor", token="salome", step=4, answers=answers)
    SignupDraft.objects.filter(pk=draft.pk).update(updated_at=now)
    village.codes |= {"draft-of-salome": draft.code, "link-of-salome": "salome"}
    leaving = a_mentee("Lina", email="lina@example.org")
    Departure.objects.create(person=leaving, asked_at=now)
    village.codes["leaving"] = tokens.write("stay", code=leaving.code, now=now)
    hawa = village.people["hawa"] = a_mentee("Hawa", email="hawa@example.org")
    CharterSignature.objects.filter(person=hawa).delete()
    ines = village.people["ines"] = a_mentee("Inès", email="ines@example.org")
    ines.set_unusable_password()
    ines.save()
    yasmine = village.people["yasmine"] = a_mentee("Yasmine", email="yasmine@example.org")
    yasmine.enrolments.update(attested_version=0)
    Programme.objects.filter(is_home=True).update(attest_by_on=timezone.localdate(now) + 10 * DAY)
    for name in ("flore", "rosa"):
        addresses.refused(village.people[name].email, reason="550 Unknown", now=now - 2 * DAY)


def _call_the_team(village: Village, now) -> None:
    programme, cleo = factories.home(), village.people["cleo"]
    case = support.report_person(reporter=cleo, reported=village.people["bruna"], programme=programme,
                                 reason=ReportReason.OTHER, body="Elle est partie.", now=now)  # fmt: skip
    breach = declare_breach(programme=programme, by=village.people["elsa"], known_at=now - DAY, since_at=now - 2 * DAY,
                            facts="Un compte ouvert par une autre.", now=now)  # fmt: skip
    right = enter_request(programme=programme, right="access", received_on=timezone.localdate(now),
                          by=village.people["elsa"], now=now)  # fmt: skip
    village.codes |= {"breach": breach.code, "asked-right": right.code}
    message = support.write_to_team(author=cleo, programme=programme, subject="Bonjour", body="Une question.", now=now)
    visitor = support.contact_team(programme=programme, name="Solange", email="solange@example.org", language="fr",
                                   subject="Un partenariat", body="Notre école…", now=now)  # fmt: skip
    village.codes |= {"case": case.code, "message": message.code, "visitor": visitor.code,
                      "contact": contact_links.write(visitor.code)}  # fmt: skip
    _decide_about(village, case, now)
    picture = BytesIO()
    Image.new("RGB", (320, 320), "teal").save(picture, "JPEG")
    changes = {"photo": rebuild_photo(picture), "quote": "Un pas après l’autre, à écrire sur bruna@example.net."}
    actions.change_profile(person=village.people["bruna"], changes=changes, now=now)


def _testify(village: Village, now) -> None:
    """One at each moment of its life."""
    people = village.people
    shown = a_published(people["bruna"], Use.PUBLIC, Use.SOCIAL, by=people["dina"], now=now - DAY)
    moved = a_published(people["vera"], by=people["dina"], now=now - DAY, moves_on=timezone.localdate(now), kind="webm")
    sent, draft = a_submitted(people["odile"], now=now - DAY), a_draft(people["paule"], now=now - DAY)
    village.codes |= {"shown": shown.code, "moved": moved.code, "sent": sent.code, "begun": draft.code}


def _run_a_programme(village: Village, now) -> None:
    """Passerelles, of the Orvanne group: two sites, a promotion, who runs it and who takes part."""
    company = an_organisation(email_domains=["orvanne.example"])
    networks, office = an_entity("Réseaux"), an_entity("Siège")
    lyon = an_entity("Lyon", parent=networks)
    programme = a_programme("centralised", "passerelles", company, **starting_data("centralised", "fr-inclusif"))
    today = timezone.localdate(now)
    cohort = a_cohort(mentees_from=today, enrolment_ends_on=today + 30 * DAY, ends_on=today + 365 * DAY)
    people, codes = village.people, village.codes
    people["delphine"] = a_staff_member("Delphine", email="delphine@example.org")
    people["carole"] = a_staff_member("Carole", StaffRole.Kind.COORDINATOR, email="carole@example.org", entity=networks)
    people["isabelle"] = a_staff_member("Isabelle", StaffRole.Kind.SPONSOR, email="isabelle@example.org",
                                        organisation=company)  # fmt: skip
    for name, role, entity in (("Thomas", "mentee", office), ("Sonia", "mentor", lyon), ("Lucie", "mentee", lyon),
                               ("Rachel", "mentor", office)):  # fmt: skip
        declared = an_affiliation(name, entity, job_title="Ingénieure", stage=3, reference=f"R-{name}")
        people[f"{name.lower()}-orvanne"] = declared.person
        codes[f"{name.lower()}-declared"] = declared.code
        a_participant(declared.person, role, cohort, affiliation=declared)
    a_participant(people["cleo"], "mentee", cohort)
    codes |= {"orvanne": company.code, "networks": networks.code, "office": office.code, "lyon": lyon.code}
    codes |= {"passerelles": programme.code, "promotion": cohort.code}
    thomas, sonia = (people[f"{name}-orvanne"].enrolments.get() for name in ("thomas", "sonia"))
    set_wishes(enrolment=thomas, wanted=[sonia.code], now=now)
    _match(village, cohort, now)
    mara = an_affiliation(a_person("Mara", active=False), office)
    mara.person.set_unusable_password()
    mara.person.save()
    invite_people(cohort=cohort, affiliations=[mara], role="mentor", by=people["delphine"], now=now)
    codes["invitation"] = invitation_token(mara.invitations.get().code)
    codes["role-of-carole"] = people["carole"].staff_roles.get().code
    for name, site in (("directory", "Lyon"), ("directory-at-fault", "Lion")):
        text = f"E-mail;Prénom;Nom;Site\nzoe@orvanne.example;Zoé;Vexzola;{site}\n"
        mapping = {"E-mail": "email", "Prénom": "first_name", "Nom": "family_name", "Site": "entity"}
        upload = DirectoryUpload.objects.create(programme=programme, organisation=company, by=people["delphine"],
                                                file_name="annuaire.csv", content=text.encode(), mapping=mapping,
                                                sent_at=now)  # fmt: skip
        codes[name] = upload.code
    codes["job"] = ask_import(upload=upload, seen="", by=people["delphine"], now=now).code


def _open_a_directory(village: Village, now) -> None:
    """Entraide, where Lina asks Malik; Ondine has not filled in her profile yet."""
    programme = a_programme("informal", "entraide", **starting_data("informal", "fr-inclusif"))
    cohort = a_cohort(programme, state=CohortState.ENROLLING)
    changes = {"headline": "Ingénierie travaux", "presentation": "Douze ans de chantiers. " * 10, "sector": "industrie",
               "topics": ["negocier"], "formats": ["remote"], "rhythms": ["monthly"], "languages": ["fr"]}  # fmt: skip
    for name, role in (("Malik", "mentor"), ("Lina", "mentee"), ("Ondine", "mentor")):
        enrolment = a_participant(name, role, cohort, an_entity("Lyon", parent=an_entity("Réseaux")))
        village.people[name.lower()], village.codes[name.lower()] = enrolment.person, enrolment.person.code
        if name != "Ondine":
            answers = {"slots": ["matin"]}
            actions.publish_profile(enrolment=enrolment, changes=changes, answers=answers, capacity=2, now=now)
    village.people["gerald"] = a_staff_member("Gérald", programme=programme, email="gerald@example.org")
    lina, malik = (village.people[name] for name in ("lina", "malik"))
    village.codes["asked-inside"] = a_request(lina, malik, now=now - DAY).code
    ask_to_join(slug="entraide", email="alma@orvanne.example", language="fr", now=now)
    village.codes["join-link"] = Letter.objects.get(kind="join_link").text.split("/rejoindre/lien/")[1].split("/")[0]


def _match(village: Village, cohort, now) -> None:
    """A calculation of the promotion, one that tries something, and a proposal put to two people."""
    people = {row.person.first_name.lower(): row for row in cohort.enrolments.select_related("person")}
    village.codes |= {f"{name}-takes-part": row.code for name, row in people.items()}
    request_run(cohort=cohort, by=village.people["delphine"], now=now - DAY)
    trial = request_run(cohort=cohort, by=village.people["delphine"], now=now - DAY, name="Moins de sujets")
    run_matches(lambda: now - DAY)
    asked = Proposal.objects.filter(run__name="", mentee=people["thomas"])
    asked.update(offered_at=now, due_at=now + 14 * DAY)
    circle = Circle.objects.create(cohort=cohort, number=1, opened_at=now, last_sign_at=now)
    members = [CircleMember.objects.create(circle=circle, enrolment=row) for row in people.values()][:3]
    meeting = CircleMeeting.objects.create(circle=circle, held_on=timezone.localdate(now),
                                           logged_by=people["thomas"].person)  # fmt: skip
    meeting.present.set(members)
    village.codes |= {"trial": trial.code, "proposed": asked.get().code}
    village.codes |= {"circle": circle.code, "met-in-circle": meeting.code}


def _fill_the_library(village: Village, now) -> None:
    body = (
        "## Avant\n\nRelisez *sa* présentation.\n\n1. Un cadre.\n2. Un objectif.\n\n> Et une question.\n\n- Une pause."
    )
    library.save_theme(
        programme=factories.home(), theme=None, name="Rencontres", name_en="", position=10,
        by=village.people["dina"], now=now,
    )  # fmt: skip
    for kind, title in (("fiche", "Premier"), ("question", "Combien"), ("news", "Regard"), ("resource", "Livre")):
        words = library.Words(title, "En une phrase.", body)
        author, place = village.people["dina"], library.Place(sector="industrie" if kind == "news" else "")
        article = library.create_article(
            programme=factories.home(), kind=kind, words=words, place=place, by=author, now=now - DAY
        )
        library.publish_article(article=article, at=now - DAY, by=author, now=now - DAY)
        village.codes[f"text-{kind}"] = article.code
    changed = library.Words("Premier pas", "En une phrase.", body.replace("sa", "votre"))
    fiche = Article.objects.get(code=village.codes["text-fiche"])
    library.save_draft(article=fiche, words=changed, edits=None, by=author, now=now)
    picture = BytesIO()
    Image.new("RGB", (320, 180), "teal").save(picture, "JPEG")
    image = library.add_image(article=fiche, content=picture.getvalue(), alt="Deux cercles", by=author, now=now)
    village.codes["picture"] = image.code


def _decide_about(village: Village, case, now) -> None:
    """Bruna is asked for her version; Zita is suspended, and contests."""
    dina, zita = village.people["dina"], village.people.setdefault("zita", a_mentor("Zita", email="zita@example.org"))
    due_on = timezone.localdate(now) + 7 * DAY
    support.take_case(case=case, by=dina, now=now)
    support.rate_case(case=case, by=dina, severity="serious", now=now)
    support.hear_reported(case=case, by=dina, words="Qu’avez-vous dit ?", due_on=due_on, now=now)
    other = support.report_person(reporter=village.people["awa"], reported=zita, programme=case.programme,
                                  reason=ReportReason.PAID, body="Une offre.", now=now - 9 * DAY)  # fmt: skip
    support.take_case(case=other, by=village.people["nadia"], now=now)
    support.rate_case(case=other, by=village.people["nadia"], severity="grave", now=now)
    support.decide_case(case=other, by=village.people["nadia"], measure="suspension", until_on=due_on,
                        reason="La charte demande la gratuité.", now=now)  # fmt: skip
    support.appeal_decision(case=other, by=zita, body="Je ne vends rien.", now=now)
    village.codes["suspended"] = other.code
