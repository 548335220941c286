"""A report from its filing to the answer of its appeal, on telephones, the team's too; and who can't see it (A12)."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from binome.support.models import Case
from tests.browser import PHONE
from tests.factories import a_mentee, a_mentor, a_moderator, a_pair, family_name_of

from . import steps

REPORT = "Elle m’a proposé une formation payante, deux fois, pendant nos rendez-vous."
QUESTION = "On nous parle d’une offre commerciale. Que proposez-vous pendant vos rendez-vous ?"
VERSION = "Je parle de mon métier et je ne vends rien."
REASON = "La charte demande que rien ne soit vendu. Prenez ce temps pour la relire."


def no_sideways(page):
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def open_case(page, case):
    page.goto(reverse("case-detail", args=[case.code]))
    no_sideways(page)


def windows(new_page, pair):
    """Awa, Bruna, and three of the team: Dina, Mireille, and Delphine, whose other account is Bruna's."""
    dina, mireille, delphine = a_moderator("Dina"), a_moderator("Mireille"), a_moderator("Delphine")
    delphine.linked_to = pair.mentor
    delphine.save()
    for person in (pair.mentee, pair.mentor, dina, mireille, delphine):
        page = new_page(PHONE)
        steps.enter(page, person)
        yield page


def file_report(page, pair):
    page.goto(reverse("pair-detail", args=[pair.code]))
    steps.report(page, "Bruna", "prestation payante", REPORT)
    steps.reads(page, "Lu et étudié", "Reçu")
    no_sideways(page)
    return Case.objects.get()


def ask_for_the_other_version(page, case):
    """The first words give the reporter away: they are refused, and written otherwise."""
    open_case(page, case)
    steps.reads(page, REPORT, "Copie scellée", "Intacte")
    steps.press(page, "Prendre en charge")
    page.get_by_label("Sérieuse").check()
    steps.press(page, "Noter la gravité")
    steps.reads(page, "La gravité et l’échéance sont notées", "Gravité sérieuse")
    page.locator("textarea[name=hear-words]").fill(f"Awa dit : {QUESTION}")
    steps.press(page, "Lui demander sa version")
    steps.reads(page, "Ce texte nomme la personne qui a signalé")
    page.locator("textarea[name=hear-words]").fill(QUESTION)
    steps.press(page, "Lui demander sa version")
    steps.reads(page, "Vos questions sont dans son espace")


def give_version(page, reporter):
    page.goto(reverse("my-cases"))
    steps.follow(page, "Lire et répondre")
    steps.reads(page, QUESTION)
    steps.does_not_read(page, reporter.first_name, REPORT, family_name_of(reporter))
    steps.write(page, "Votre version", VERSION)
    steps.press(page, "Envoyer ma version")
    steps.reads(page, "Votre version est entre les mains de l’équipe")
    no_sideways(page)


def suspend(page, case):
    open_case(page, case)
    steps.reads(page, VERSION)
    steps.choose(page, "Suspension jusqu’à une date")
    day = timezone.localdate() + timedelta(days=30)
    page.locator("input[name=decide-until_on]").fill(day.isoformat())
    steps.write(page, "La raison, pour elle", REASON)
    steps.press(page, "Prendre cette décision")
    steps.reads(page, "Votre décision est prise")


def contest(page):
    """Whatever page she asks for, she reads why, and may answer."""
    page.goto(reverse("my-space"))
    steps.title_is(page, "Votre accès est suspendu")
    steps.reads(page, REASON)
    steps.write(page, "Pourquoi vous contestez cette décision", "Je n’ai rien vendu.")
    steps.press(page, "Envoyer mon recours")
    steps.reads(page, "Votre recours est parti")
    no_sideways(page)


def lift(page, case):
    open_case(page, case)
    steps.reads(page, "Je n’ai rien vendu.")
    steps.choose(page, "Lever la mesure")
    steps.write(page, "La raison, pour elle", "Après relecture, rien n’est établi.")
    steps.press(page, "Répondre au recours")
    steps.reads(page, "Votre réponse au recours est envoyée", "Clos après recours")


def test_a_report_goes_from_its_filing_to_the_appeal(new_page, live_server):
    pair = a_pair(a_mentee("Awa"), a_mentor("Bruna"), now=timezone.now() - timedelta(days=40))
    awa, bruna, dina, mireille, delphine = windows(new_page, pair)
    case = file_report(awa, pair)
    ask_for_the_other_version(dina, case)
    give_version(bruna, pair.mentee)
    suspend(dina, case)
    contest(bruna)
    open_case(dina, case)
    steps.reads(dina, "une autre modératrice lit le recours")
    lift(mireille, case)

    bruna.goto(reverse("my-space"))
    steps.title_is(bruna, "Bonjour Bruna")
    awa.goto(reverse("my-cases"))
    steps.reads(awa, "Décision prise", "Le contact entre vous reste arrêté")
    steps.does_not_read(awa, "uspension", REASON)

    assert delphine.goto(reverse("case-detail", args=[case.code])).status == 404
    delphine.goto(reverse("case-list") + "?etat=clos")
    steps.does_not_read(delphine, "prestation payante")
