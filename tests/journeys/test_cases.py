"""A report from its filing to the answer of its appeal, on telephones, the team's too; and who can't see it (A12)."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from binome.privacy import erasure
from binome.programmes.models import StaffRole
from binome.support import actions as support
from binome.support.models import Case, TeamMessage
from tests.browser import PHONE
from tests.factories import a_mentee, a_mentor, a_moderator, a_pair, an_administrator, family_name_of, home
from tests.support.cast import a_case

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


def reads_nothing(page, case):
    """Not in the lists, not at its address, not in the journal, and no count says that it exists."""
    for name in ("case-list", "moderators-day", "journal"):
        page.goto(reverse(name))
        steps.does_not_read(page, "prestation payante", REPORT, case.code)
        no_sideways(page)
    page.goto(reverse("case-list"))
    steps.reads(page, "Aucun signalement à traiter")
    assert page.goto(reverse("case-detail", args=[case.code])).status == 404


def test_a_moderator_in_conflict_sees_nothing_of_a_case_even_once_its_reporter_is_erased(new_page, live_server):
    """Delphine mentors Awa and moderates; Awa reports Bruna, then has her account erased, and the pair with it."""
    now = timezone.now()
    awa, bruna, mireille = a_mentee("Awa"), a_mentor("Bruna"), a_moderator("Mireille")
    delphine = a_mentor("Delphine")
    a_pair(awa, delphine, now=now - timedelta(days=40))
    StaffRole.objects.create(person=delphine, programme=home(), kind=StaffRole.Kind.MODERATOR, since_at=now)
    case = a_case(awa, bruna, body=REPORT, now=now)
    tied, free = new_page(PHONE), new_page(PHONE)
    steps.enter(tied, delphine)
    steps.enter(free, mireille)
    reads_nothing(tied, case)
    open_case(free, case)
    steps.reads(free, REPORT)

    erasure.erase_person(person=awa, now=timezone.now())

    reads_nothing(tied, case)
    open_case(free, case)
    steps.reads(free, REPORT, "compte supprimé")


def test_an_appeal_that_nobody_may_read_waits_for_a_moderator_whom_the_administrator_appoints(new_page, live_server):
    """Dina alone decided, and Elsa, the administrator, knows the reporter: Elsa appoints Zoé, who reads."""
    now = timezone.now()
    awa, bruna, dina, elsa = a_mentee("Awa"), a_mentor("Bruna"), a_moderator("Dina"), an_administrator("Elsa")
    zoe = a_mentee("Zoé", email="zoe@example.org")
    elsa.linked_to = awa
    elsa.save()
    case = a_case(awa, bruna, body=REPORT, now=now)
    support.take_case(case=case, by=dina, now=now)
    support.rate_case(case=case, by=dina, severity="grave", now=now)
    until_on = timezone.localdate() + timedelta(days=30)
    support.decide_case(case=case, by=dina, measure="suspension", until_on=until_on, reason=REASON, now=now)

    hers, desk = new_page(PHONE), new_page(PHONE)
    steps.enter(hers, bruna)
    hers.goto(reverse("my-space"))
    steps.write(hers, "Pourquoi vous contestez cette décision", "Je n’ai rien vendu.")
    steps.press(hers, "Envoyer mon recours")
    steps.reads(hers, "L’équipe doit d’abord trouver une autre personne", "Il attend une autre lectrice", "d’ici au")
    no_sideways(hers)

    steps.enter(desk, elsa)
    desk.goto(reverse("moderators-day"))
    steps.reads(desk, "Un recours n’a personne pour le lire")
    desk.goto(reverse("team-list"))
    no_sideways(desk)
    steps.write(desk, "Son adresse e-mail", "zoe@example.org")
    steps.choose(desk, "Modératrice : profils, signalements, messages")
    steps.choose(desk, "Un recours que personne d’autre ne peut lire")
    steps.press(desk, "Donner ce rôle")
    steps.reads(desk, "Zoé est dans l’équipe")

    reader = new_page(PHONE)
    steps.enter(reader, zoe)
    lift(reader, case)
    hers.goto(reverse("my-space"))
    steps.title_is(hers, "Bonjour Bruna")


def test_who_is_suspended_writes_to_the_team_from_her_telephone_and_reads_the_answer(new_page, live_server):
    now = timezone.now()
    case, dina = a_case(a_mentee("Awa"), a_mentor("Bruna"), body=REPORT, now=now), a_moderator("Dina")
    support.take_case(case=case, by=dina, now=now)
    support.rate_case(case=case, by=dina, severity="grave", now=now)
    until_on = timezone.localdate() + timedelta(days=30)
    support.decide_case(case=case, by=dina, measure="suspension", until_on=until_on, reason=REASON, now=now)

    page = new_page(PHONE)
    steps.enter(page, case.reported)
    page.goto(reverse("mentor-list"))
    steps.title_is(page, "Votre accès est suspendu")
    page.get_by_role("main").get_by_role("link", name="Écrire à l’équipe").click()
    steps.write(page, "Sujet", "Mes données")
    steps.write(page, "Votre message", "Comment les recevoir ?")
    steps.press(page, "Envoyer mon message")
    steps.reads(page, "Votre message est parti", "En attente de réponse")
    no_sideways(page)
    message = TeamMessage.objects.get()
    support.answer_message(message=message, by=dina, answer="Depuis vos réglages.", now=timezone.now())
    page.goto(reverse("write-to-team"))
    steps.reads(page, "Depuis vos réglages.")
