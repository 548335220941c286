"""The line manager of someone who takes part: whether she or he is told, and what was said.

A line manager has no page here: a letter, in the programmes that send it, to the people who let it be.
"""

from django.db.models import QuerySet

from binome.core.languages import text_language
from binome.core.models import PENDING, Letter, LetterState
from binome.people.models import User
from binome.people.rules import is_closed

from ..forms.texts import TIME
from ..models import Affiliation, DeclaredIdentity, Enrolment, Programme

LINE_MANAGER_TOLD = "line_manager_told"


def line_manager_of(programme: Programme, her: Affiliation | None) -> Affiliation | None:
    """Who would be told that she takes part: None where the programme tells nobody, when her organisation declares
    nobody, or when either has left it."""
    if her is None or not programme.tells_line_managers or her.left_on is not None:
        return None
    leader = her.line_manager
    return None if leader is None or leader.left_on is not None or is_closed(leader.person) else leader


def line_manager_to_tell(enrolment: Enrolment) -> Affiliation | None:
    """The same, once she takes part: None unless she read it before her yes, and let it be."""
    return line_manager_of(enrolment.programme, enrolment.affiliation) if enrolment.line_manager_may_know else None


def line_manager_event(code: str) -> str:
    """What names the letter about this enrolment in the outbox: there is one at most."""
    return f"enrolment:{code}:line_manager"


def told_to_line_manager(enrolment: Enrolment) -> Letter | None:
    """The letter about her in this promotion, where she let it be: sent, or about to be."""
    if not enrolment.line_manager_may_know:
        return None
    letters = Letter.objects.filter(event=line_manager_event(enrolment.code), kind=LINE_MANAGER_TOLD)
    return letters.filter(state__in=[*PENDING, LetterState.SENT]).first()


def leads_somebody(person: User) -> bool:
    """Whether an organisation declares her as somebody's line manager: only then has she such letters to refuse."""
    return Affiliation.objects.filter(line_manager__person=person, left_on=None).exists()


def letters_to_line_manager(person: User) -> QuerySet[Letter]:
    """Those about her, in all her promotions."""
    codes = Enrolment.objects.filter(person=person).values_list("code", flat=True)
    return Letter.objects.filter(event__in=[line_manager_event(code) for code in codes], kind=LINE_MANAGER_TOLD)


def declared_first_name(affiliation: Affiliation) -> str:
    """As their organisation says it: what an account says elsewhere is not its to read (N6)."""
    return DeclaredIdentity.objects.first_name_of(affiliation) or affiliation.person.first_name


def time_asked(programme: Programme, language: str) -> str:
    """How much time the programme takes, in its own words."""
    language = text_language(language)
    return programme.texts.get(language, {}).get("time") or TIME[language]
