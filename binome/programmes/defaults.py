"""What a new programme starts with: the open platform's vocabulary, rules, sectors and topics."""

from typing import Any


def vocabulary() -> dict[str, Any]:
    return {
        "fr": {
            "mentor": {"one": "mentore", "many": "mentores", "a": "une mentore", "the": "la mentore",
                       "of": "de la mentore", "to": "à la mentore"},
            "mentee": {"one": "mentorée", "many": "mentorées", "a": "une mentorée", "the": "la mentorée",
                       "of": "de la mentorée", "to": "à la mentorée"},
            "pair": {"one": "binôme", "many": "binômes", "a": "un binôme", "the": "le binôme",
                     "of": "du binôme", "to": "au binôme"},
        },
        "en": {
            "mentor": {"one": "mentor", "many": "mentors", "a": "a mentor", "the": "the mentor",
                       "of": "of the mentor", "to": "to the mentor"},
            "mentee": {"one": "mentee", "many": "mentees", "a": "a mentee", "the": "the mentee",
                       "of": "of the mentee", "to": "to the mentee"},
            "pair": {"one": "pair", "many": "pairs", "a": "a pair", "the": "the pair",
                     "of": "of the pair", "to": "to the pair"},
        },
    }  # fmt: skip


def eligibility() -> list[dict[str, str]]:
    return [
        {"key": "woman", "fr": "Je suis une femme.", "en": "I am a woman."},
        {"key": "nationality", "fr": "Je suis de nationalité française, où que je vive.",
         "en": "I am a French national, wherever I live."},
        {"key": "adult", "fr": "J’ai 18 ans ou plus.", "en": "I am 18 or older."},
    ]  # fmt: skip


def _labels(*rows: tuple[str, str, str]) -> list[dict[str, str]]:
    return [{"slug": slug, "fr": fr, "en": en} for slug, fr, en in rows]


def sectors() -> list[dict[str, str]]:
    return _labels(
        ("industrie", "Industrie", "Industry"),
        ("sante", "Santé et social", "Health and social care"),
        ("numerique", "Numérique", "Digital"),
        ("secteur-public", "Secteur public", "Public sector"),
        ("culture", "Culture et médias", "Culture and media"),
        ("education", "Éducation et recherche", "Education and research"),
        ("finance", "Banque, assurance, finance", "Banking, insurance, finance"),
        ("commerce", "Commerce et distribution", "Retail and trade"),
        ("droit", "Droit et conseil", "Law and consulting"),
        ("batiment", "Bâtiment et architecture", "Construction and architecture"),
        ("agriculture", "Agriculture et alimentation", "Farming and food"),
        ("transport", "Transport et logistique", "Transport and logistics"),
        ("associatif", "Associations et économie sociale", "Non-profit and social economy"),
        ("hotellerie", "Hôtellerie, restauration, tourisme", "Hospitality and tourism"),
        ("communication", "Communication et marketing", "Communication and marketing"),
        ("energie", "Énergie et environnement", "Energy and environment"),
    )


def topics() -> list[dict[str, str]]:
    return _labels(
        ("changer-de-metier", "Changer de métier", "Changing careers"),
        ("reprendre-apres-une-pause", "Reprendre après une pause", "Returning after a break"),
        ("reprendre-des-etudes", "Reprendre des études", "Going back to study"),
        ("diriger-une-equipe", "Diriger une équipe", "Leading a team"),
        ("negocier", "Négocier", "Negotiating"),
        ("prendre-la-parole", "Prendre la parole", "Speaking up"),
        ("confiance", "Prendre confiance", "Gaining confidence"),
        ("reseau", "Réseau professionnel", "Professional network"),
        ("equilibre-de-vie", "Équilibre de vie", "Work-life balance"),
        ("creer-son-activite", "Créer son activité", "Starting a business"),
        ("chercher-un-emploi", "Chercher un emploi", "Looking for a job"),
        ("oser-candidater", "Oser candidater", "Daring to apply"),
        ("passer-un-concours", "Passer un concours", "Sitting a competitive exam"),
        ("metiers-techniques", "Métiers techniques", "Technical professions"),
        ("retour-en-france", "Retour en France", "Coming back to France"),
        ("seconde-carriere", "Seconde carrière", "Second career"),
        ("gouvernance", "Gouvernance", "Governance"),
        ("mobilite-internationale", "Mobilité internationale", "International mobility"),
    )


def case_days() -> dict[str, int]:
    """Days in which a case is decided, by its severity."""
    return {"minor": 15, "serious": 7, "grave": 2}


def durations() -> list[int]:
    return [6, 9, 12]
