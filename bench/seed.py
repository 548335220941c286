"""A directory of invented mentors, the same at each run: people, profiles, places, answered requests, mentees."""

import random
from datetime import UTC, datetime, timedelta

from django.contrib.auth.hashers import make_password

from binome.core.codes import ALPHABET
from binome.mentoring.actions import refresh_listings
from binome.mentoring.lifecycle import State
from binome.mentoring.models import MentoringRequest, Place
from binome.people.lifecycle import ProfileState
from binome.people.models import Profile, User
from binome.programmes.models import CharterSignature, CharterVersion, Enrolment, EnrolmentState, Programme, Role

NOW = datetime(2026, 3, 12, 12, tzinfo=UTC)
#: One for each request that the bench sends, and some.
MENTEES = 120
TRADES = """
directrice industrielle|ingénieure qualité|responsable achats|cheffe d’atelier|chercheuse en matériaux|sage-femme
directrice financière|avocate en droit social|infirmière coordinatrice|développeuse de logiciels|professeure de lettres
architecte|agricultrice|conductrice de travaux|cheffe de projet|journaliste|comptable|logisticienne|consultante
directrice d’école|entrepreneuse|responsable des ressources humaines|pharmacienne|bibliothécaire
"""
FIELDS = """
textile technique|aéronautique|ferroviaire|agroalimentaire|énergie|hôpital public|édition|banque|transport|jeux vidéo
"""
PLACES = """
Nantes FR|Toulouse FR|Lille FR|Paris FR|Lyon FR|Dijon FR|Fort-de-France MQ|Saint-Denis RE|Bruxelles BE|Montréal CA
"""
FIRST_NAMES = "Hélène|Maïwenn|Agnès|Solène|Fatou|Chantal|Inès|Nadia|Léa|Aïcha|Bénédicte|Camille|Zoé|Yasmina|Odile"
SYLLABLES = "bar|cen|dol|fri|gou|lan|mer|nis|pol|rat|sou|tel|vir|zan|chi"
SENTENCES = """J’ai commencé à l’atelier avant de diriger une équipe de {n} personnes.
Après {n} ans de laboratoire, j’ai changé de métier sans repartir de zéro.
J’aime écouter, poser des questions et chercher avec vous le prochain pas.
Deux congés parentaux et un licenciement m’ont appris à négocier.
Je peux vous aider à préparer un entretien ou une prise de parole.
J’ai vécu {n} ans à l’étranger ; le retour en France a été le plus difficile.
Mon premier poste de responsable m’a coûté des nuits.
Je crois aux petits pas, aux objectifs écrits et aux rendez-vous que l’on tient.
J’ai passé le concours à {n} ans, avec deux enfants et un mi-temps.
On m’a longtemps dit que les machines n’étaient pas pour moi.
Je travaille depuis {n} ans dans des réunions où je suis la seule femme.
J’ai créé mon entreprise, je l’ai fermée, puis j’en ai créé une autre.
Je viens d’une famille où personne n’avait de diplôme.
La retraite approche ; transmettre me semble la suite naturelle.
J’ai appris à lire un bilan sur le tas, et je l’explique volontiers.
Un cadre bienveillant a changé ma carrière : je voudrais rendre ce que j’ai reçu.
Je connais les horaires décalés, la garde de nuit et la fatigue.
Je sais ce qu’est une mutation quand le conjoint ne suit pas.
Mon anglais était scolaire ; il est devenu ma langue de travail.
J’ai dirigé une petite association avant de rejoindre un grand groupe.
Je n’ai pas de recette, mais {n} ans d’essais et d’erreurs.
Je relis volontiers une lettre, un dossier, une annonce.
Parler d’argent n’est pas vulgaire : c’est un métier.
J’habite loin de tout et je mène mes projets à distance."""


def one_of(chance: random.Random, list_: str) -> str:
    return chance.choice([item for line in list_.split("\n") for item in line.split("|") if item])


def load(mentors: int) -> None:
    """Fill an empty database."""
    chance = random.Random(f"{mentors} mentors")
    programme = Programme.objects.create(slug="bench", name="Banc", is_home=True)
    charter = CharterVersion.objects.create(programme=programme, number=1, body="Écouter.", published_at=NOW)
    mentees = _people(chance, programme, charter, Role.MENTEE, MENTEES)
    people = _people(chance, programme, charter, Role.MENTOR, mentors)
    enrolments = list(Enrolment.objects.filter(programme=programme, role=Role.MENTOR).order_by("pk"))
    Place.objects.bulk_create(
        [Place(enrolment=row, number=n) for row in enrolments for n in range(1, chance.randint(1, 3) + 1)],
        batch_size=500,
    )
    _answered_requests(chance, programme, people, mentees)
    refresh_listings([row.pk for row in enrolments], now=NOW)


def _people(chance: random.Random, programme: Programme, charter: CharterVersion, role: str, number: int) -> list[User]:
    password = make_password("une phrase de douze mots")
    people = [
        User(
            code="".join(chance.choices(ALPHABET, k=10)),
            email=f"{role}{n}@example.org",
            password=password,
            first_name=one_of(chance, FIRST_NAMES),
            is_active=True,
            created_at=NOW,
        )
        for n in range(number)
    ]
    User.objects.bulk_create(people, batch_size=500)
    people = list(User.objects.filter(enrolments=None).order_by("pk"))
    Profile.objects.bulk_create([_profile(chance, programme, person) for person in people], batch_size=200)
    Enrolment.objects.bulk_create(
        [
            Enrolment(
                person=person, programme=programme, role=role, state=EnrolmentState.ACTIVE, attested_at=NOW,
                attested_version=1, joined_at=NOW - timedelta(days=chance.randint(0, 700)),
            )
            for person in people
        ],
        batch_size=500,
    )  # fmt: skip
    CharterSignature.objects.bulk_create(
        [CharterSignature(person=person, version=charter, signed_at=NOW) for person in people], batch_size=500
    )
    return people


def _profile(chance: random.Random, programme: Programme, person: User) -> Profile:
    city, country = one_of(chance, PLACES).rsplit(" ", 1)
    trade, field = one_of(chance, TRADES), one_of(chance, FIELDS)
    return Profile(
        person=person,
        headline=f"{trade.capitalize()}, {field}",
        quote=_sentences(chance, 1),
        presentation=_sentences(chance, 6) + _rare_words(chance),
        path=_sentences(chance, 4) + _rare_words(chance),
        sector=chance.choice(programme.sectors)["slug"],
        city=city,
        country=country,
        languages=["fr", *chance.sample(["en", "es", "de", "ar", "pt"], chance.randint(0, 2))],
        topics=[topic["slug"] for topic in chance.sample(programme.topics, chance.randint(2, 5))],
        formats=chance.sample(["remote", "in_person", "phone"], chance.randint(1, 3)),
        rhythms=chance.sample(["monthly", "fortnightly"], chance.randint(1, 2)),
        state=ProfileState.APPROVED,
        approved_at=NOW,
    )


def _sentences(chance: random.Random, number: int) -> str:
    return " ".join(line.format(n=chance.randint(2, 90)) for line in chance.sample(SENTENCES.splitlines(), number))


def _rare_words(chance: random.Random) -> str:
    """Words that few profiles share, so that the vocabulary is as long as a real one."""
    return "".join(" " + "".join(one_of(chance, SYLLABLES) for _syllable in range(3)) for _word in range(12))


def _answered_requests(chance: random.Random, programme: Programme, mentors: list[User], mentees: list[User]) -> None:
    MentoringRequest.objects.bulk_create(
        [
            MentoringRequest(
                programme=programme, mentor=mentor, mentee=chance.choice(mentees),
                state=State.DECLINED, created_at=sent, sent_at=sent,
                due_at=sent + timedelta(days=14), answered_at=sent + timedelta(days=chance.randint(1, 9)),
            )
            for mentor in mentors[::3]
            for sent in [NOW - timedelta(days=chance.randint(40, 300)) for _request in range(3)]
        ],
        batch_size=200,
    )  # fmt: skip
