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


def test_a_report_goes_from_its_filing_to_the_appeal(new_page, live_server):
    pair = a_pair(a_mentee("Awa"), a_mentor("Bruna"), now=timezone.now() - timedelta(days=40))
    dina, mireille, delphine = a_moderator("Dina"), a_moderator("Mireille"), a_moderator("Delphine")
    delphine.linked_to = pair.mentor
    delphine.save()
    awa, bruna, team, other, tied = (new_page(PHONE) for _window in range(5))
    for page, person in ((awa, pair.mentee), (bruna, pair.mentor), (team, dina), (other, mireille), (tied, delphine)):
        steps.enter(page, person)

    awa.goto(reverse("pair-detail", args=[pair.code]))
    steps.report(awa, "Bruna", "prestation payante", REPORT)
    case = Case.objects.get()
    steps.reads(awa, "Lu et étudié", "Reçu")
    no_sideways(awa)

    open_case(team, case)
    steps.reads(team, REPORT, "Copie scellée", "Intacte")
    steps.press(team, "Prendre en charge")
    team.get_by_label("Sérieuse").check()
    steps.press(team, "Noter la gravité")
    steps.reads(team, "La gravité et l’échéance sont notées", "Gravité sérieuse")
    team.locator("textarea[name=hear-words]").fill(f"Awa dit : {QUESTION}")
    steps.press(team, "Lui demander sa version")
    steps.reads(team, "Ce texte nomme la personne qui a signalé")
    team.locator("textarea[name=hear-words]").fill(QUESTION)
    steps.press(team, "Lui demander sa version")
    steps.reads(team, "Vos questions sont dans son espace")

    bruna.goto(reverse("my-cases"))
    steps.follow(bruna, "Lire et répondre")
    steps.reads(bruna, QUESTION)
    steps.does_not_read(bruna, "Awa", REPORT, family_name_of(pair.mentee))
    steps.write(bruna, "Votre version", VERSION)
    steps.press(bruna, "Envoyer ma version")
    steps.reads(bruna, "Votre version est entre les mains de l’équipe")
    no_sideways(bruna)

    open_case(team, case)
    steps.reads(team, VERSION)
    steps.choose(team, "Suspension jusqu’à une date")
    day = timezone.localdate() + timedelta(days=30)
    team.locator("input[name=decide-until_on]").fill(day.isoformat())
    steps.write(team, "La raison, pour elle", REASON)
    steps.press(team, "Prendre cette décision")
    steps.reads(team, "Votre décision est prise")

    bruna.goto(reverse("my-space"))
    steps.title_is(bruna, "Votre accès est suspendu")
    steps.reads(bruna, REASON)
    steps.write(bruna, "Pourquoi vous contestez cette décision", "Je n’ai rien vendu.")
    steps.press(bruna, "Envoyer mon recours")
    steps.reads(bruna, "Votre recours est parti")
    no_sideways(bruna)

    open_case(team, case)
    steps.reads(team, "une autre modératrice lit le recours")
    open_case(other, case)
    steps.reads(other, "Je n’ai rien vendu.")
    steps.choose(other, "Lever la mesure")
    steps.write(other, "La raison, pour elle", "Après relecture, rien n’est établi.")
    steps.press(other, "Répondre au recours")
    steps.reads(other, "Votre réponse au recours est envoyée", "Clos après recours")

    bruna.goto(reverse("my-space"))
    steps.title_is(bruna, "Bonjour Bruna")
    awa.goto(reverse("my-cases"))
    steps.reads(awa, "Décision prise", "Le contact entre vous reste arrêté")
    steps.does_not_read(awa, "uspension", REASON)

    assert tied.goto(reverse("case-detail", args=[case.code])).status == 404
    tied.goto(reverse("case-list") + "?etat=clos")
    steps.does_not_read(tied, "prestation payante")
