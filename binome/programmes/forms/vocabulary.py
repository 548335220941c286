"""The words of each form: « mentore » in one, « paire » or « cercle » in another, feminine or inclusive (A14)."""

Noun = dict[str, str]


def _noun(one: str, many: str, a: str, the: str, of: str, to: str) -> Noun:
    return {"one": one, "many": many, "a": a, "the": the, "of": of, "to": to}


def _english(one: str, many: str) -> Noun:
    article = "an" if one[0] in "aeio" else "a"
    return _noun(one, many, f"{article} {one}", f"the {one}", f"of the {one}", f"to the {one}")


def _inclusive(one: str, many: str) -> Noun:
    """« un·e mentor·e », « le ou la mentor·e »: both genders, in words that a screen reader can say."""
    return _noun(one, many, f"un·e {one}", f"le ou la {one}", f"du ou de la {one}", f"au ou à la {one}")


def _feminine(one: str, many: str) -> Noun:
    return _noun(one, many, f"une {one}", f"la {one}", f"de la {one}", f"à la {one}")


def _masculine(one: str, many: str) -> Noun:
    return _noun(one, many, f"un {one}", f"le {one}", f"du {one}", f"au {one}")


MENTORS = {
    "fr": _feminine("mentore", "mentores"),
    "fr-inclusif": _inclusive("mentor·e", "mentor·es"),
    "en": _english("mentor", "mentors"),
}
MENTEES = {
    "fr": _feminine("mentorée", "mentorées"),
    "fr-inclusif": _inclusive("mentoré·e", "mentoré·es"),
    "en": _english("mentee", "mentees"),
}
STUDENTS = {
    "fr": _noun("étudiante", "étudiantes", "une étudiante", "l’étudiante", "de l’étudiante", "à l’étudiante"),
    "fr-inclusif": _noun(
        "étudiant·e", "étudiant·es", "un·e étudiant·e", "l’étudiant·e", "de l’étudiant·e", "à l’étudiant·e"
    ),
    "en": _english("student", "students"),
}
#: In programmes between peers each side is the same noun (D6).
PARTNERS = {
    "fr": _feminine("partenaire", "partenaires"),
    "fr-inclusif": _inclusive("partenaire", "partenaires"),
    "en": _english("partner", "partners"),
}
JUNIOR_MENTORS = {
    "fr": _feminine("mentore junior", "mentores juniors"),
    "fr-inclusif": _inclusive("mentor·e junior", "mentor·es juniors"),
    "en": _english("junior mentor", "junior mentors"),
}
SENIOR_MENTEES = {
    "fr": _feminine("mentorée senior", "mentorées seniors"),
    "fr-inclusif": _inclusive("mentoré·e senior", "mentoré·es seniors"),
    "en": _english("senior mentee", "senior mentees"),
}
PAIRS = dict.fromkeys(("fr", "fr-inclusif"), _masculine("binôme", "binômes")) | {"en": _english("pair", "pairs")}
CIRCLES = dict.fromkeys(("fr", "fr-inclusif"), _masculine("cercle", "cercles")) | {"en": _english("circle", "circles")}
