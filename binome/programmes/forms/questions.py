"""The questions that a form starts with. They are ours; a manager rewords, orders, adds or removes them (D9).

None asks for the sex, an origin, a belief, a health or a family situation: nothing of it serves to pair people.
"""

from typing import Any

Question = dict[str, Any]

SKILLS = (
    ("prendre-la-parole", "Prendre la parole", "Speaking up"),
    ("conduire-une-equipe", "Conduire une équipe", "Leading a team"),
    ("conduire-un-projet", "Conduire un projet", "Running a project"),
    ("negocier", "Négocier", "Negotiating"),
    ("construire-son-reseau", "Construire son réseau", "Building a network"),
    ("changer-de-poste", "Changer de poste ou de métier", "Changing jobs or careers"),
    ("prendre-un-poste", "Réussir une prise de poste", "Starting well in a new position"),
    ("decider", "Décider et arbitrer", "Deciding and weighing up"),
    ("gerer-son-temps", "Organiser son temps", "Managing time"),
    ("travailler-a-l-international", "Travailler à l’international", "Working internationally"),
    ("numerique", "Outils et usages numériques", "Digital tools and habits"),
    ("confiance", "Gagner en confiance", "Gaining confidence"),
)
LANGUAGES = (
    ("fr", "Français", "French"), ("en", "Anglais", "English"), ("es", "Espagnol", "Spanish"),
    ("de", "Allemand", "German"), ("it", "Italien", "Italian"), ("pt", "Portugais", "Portuguese"),
    ("ar", "Arabe", "Arabic"),
)  # fmt: skip
SLOTS = (
    ("matin", "Le matin", "In the morning"), ("midi", "À l’heure du déjeuner", "At lunchtime"),
    ("apres-midi", "L’après-midi", "In the afternoon"),
    ("fin-de-journee", "En fin de journée", "At the end of the day"),
)  # fmt: skip
WAYS = (
    ("remote", "À distance", "Remotely"), ("in-person", "En présence", "In person"),
    ("either", "L’un ou l’autre", "Either"),
)  # fmt: skip
PACES = (
    ("twice-a-year", "Deux ou trois fois par an", "Two or three times a year"),
    ("every-other-month", "Tous les deux mois", "Every other month"),
    ("monthly", "Une fois par mois", "Once a month"),
    ("fortnightly", "Tous les quinze jours", "Every two weeks"),
)
FIELDS = (
    ("production", "Production et technique", "Production and technical"),
    ("etudes", "Études, recherche, conception", "Research and design"),
    ("commerce", "Commerce et relation client", "Sales and customers"),
    ("finance", "Finance et gestion", "Finance and control"),
    ("ressources-humaines", "Ressources humaines", "Human resources"),
    ("informatique", "Informatique et données", "IT and data"),
    ("communication", "Communication et marketing", "Communication and marketing"),
    ("direction", "Direction générale", "General management"),
    ("support", "Juridique, achats, services", "Legal, purchasing, services"),
)


def _question(
    key: str,
    kind: str,
    fr: str,
    en: str,
    *roles: str,
    required: bool = True,
    choices: tuple[tuple[str, str, str], ...] = (),
    most: int = 0,
    help_fr: str = "",
    help_en: str = "",
) -> Question:
    """`most`: signs of a text, choices at once, or the highest number."""
    return {
        "key": key,
        "kind": kind,
        "fr": fr,
        "en": en,
        "help_fr": help_fr,
        "help_en": help_en,
        "roles": list(roles),
        "required": required,
        "choices": [{"slug": slug, "fr": french, "en": english} for slug, french, english in choices],
        "max": most,
    }


EVERYONE = ("mentor", "mentee", "peer")


def goals() -> Question:
    return _question(
        "goals", "text", "Qu’attendez-vous de ces échanges ?", "What do you expect of these meetings?",
        "mentee", "peer", most=600,
        help_fr="Deux ou trois phrases suffisent. Seule la personne avec qui vous échangerez et l’équipe les lisent.",
        help_en="Two or three sentences are enough. Only the person you will meet and the team read them.",
    )  # fmt: skip


def experience() -> Question:
    return _question(
        "experience", "text", "Que souhaitez-vous transmettre ?", "What would you like to pass on?",
        "mentor", required=False, most=600,
        help_fr="Un passage de votre parcours dont quelqu’un pourrait apprendre.",
        help_en="A part of your career from which someone could learn.",
    )  # fmt: skip


def wanted(*roles: str) -> Question:
    return _question(
        "wanted", "choices", "Sur quels sujets souhaitez-vous avancer ?", "On what would you like to make progress?",
        *roles, choices=SKILLS, most=4, help_fr="Quatre au plus.", help_en="Four at most.",
    )  # fmt: skip


def offered(*roles: str) -> Question:
    return _question(
        "offered", "choices", "Sur quels sujets pouvez-vous aider ?", "On what can you help?",
        *roles, choices=SKILLS, most=8, help_fr="Huit au plus.", help_en="Eight at most.",
    )  # fmt: skip


def field() -> Question:
    return _question("field", "choice", "Dans quel domaine travaillez-vous ?", "In which field do you work?",
                     *EVERYONE, choices=FIELDS)  # fmt: skip


def spoken() -> Question:
    return _question("spoken", "choices", "Dans quelles langues pouvez-vous échanger ?",
                     "In which languages can you talk?", *EVERYONE, choices=LANGUAGES, most=7)  # fmt: skip


def slots() -> Question:
    return _question("slots", "choices", "Quand pouvez-vous échanger ?", "When can you meet?",
                     *EVERYONE, choices=SLOTS, most=4)  # fmt: skip


def way() -> Question:
    return _question("way", "choice", "Comment préférez-vous échanger ?", "How do you prefer to meet?",
                     *EVERYONE, choices=WAYS)  # fmt: skip


def pace() -> Question:
    return _question("pace", "choice", "À quel rythme ?", "How often?", *EVERYONE, choices=PACES)


def places() -> Question:
    return _question(
        "places", "number", "Combien de personnes pouvez-vous accompagner ?", "How many people can you mentor?",
        "mentor", most=3,
        help_fr="Une seule est déjà un engagement.", help_en="One is already a commitment.",
    )  # fmt: skip


def studies() -> Question:
    return _question(
        "studies", "text", "Qu’étudiez-vous, et en quelle année ?", "What do you study, and in which year?",
        "mentee", most=200,
    )  # fmt: skip


def aims() -> Question:
    """Of the student and of the employee: the fields that they have in common."""
    return _question("aims", "choices", "Quels domaines vous attirent ?", "Which fields attract you?",
                     "mentee", choices=FIELDS, most=3)  # fmt: skip


def known() -> Question:
    return _question("known", "choices", "Quels domaines connaissez-vous de l’intérieur ?",
                     "Which fields do you know from the inside?", "mentor", choices=FIELDS, most=4)  # fmt: skip


def curiosity() -> Question:
    """Of the senior, in reverse mentoring."""
    return _question(
        "curiosity", "text", "Que voudriez-vous comprendre de la façon de travailler des plus jeunes ?",
        "What would you like to understand of the way younger colleagues work?", "mentee", most=600,
    )  # fmt: skip
