"""One value of one row, twice: in words for the person who reads it, and plain for another program."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import FileField, Model
from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from binome.core.keeping import Rows
from binome.core.models import JournalEntry
from binome.mentoring.identity import STAFF_REASONS
from binome.people.models import User
from binome.programmes.models import Cohort, Entity, Organisation, Programme

from .journal_words import KINDS, SENTENCES


@dataclass(frozen=True)
class Value:
    """`words` for her, `plain` for a program (text, number, yes or no, list, null), `file` when it names a photo."""

    field: str
    label: str
    words: str
    plain: Any
    file: str = ""


def value_of(row: Any, field: str, *, rows: Rows, person: User) -> Value:
    """What this field of a row says to this person."""
    label = str(rows.fields[field])
    if field in rows.hidden(row, person):
        return Value(field, label, _("non communiqué : il s’agit d’une autre personne"), None)
    content = getattr(row, field)
    if isinstance(content, Model):
        plain = "team" if field in rows.team else _plain_link(content, rows=rows, person=person)
        return Value(field, label, _words_of_link(plain, content), plain)
    if isinstance(row._meta.get_field(field), FileField):
        name = content.name or ""
        return Value(field, label, _("jointe") if name else _("rien"), None, file=name)
    return Value(field, label, _words(row, field, content), _plain(content))


def _words(row: Any, field: str, content: Any) -> str:
    if isinstance(row, JournalEntry) and (said := _of_journal(field, content)):
        return said
    shown = getattr(row, f"get_{field}_display", None)
    return str(shown()) if shown and content else in_words(content)


def _of_journal(field: str, content: Any) -> str:
    """The room of the journal knows codes alone: what they say is here."""
    if field == "data":
        reason = STAFF_REASONS.get(content.get("reason", ""))
        return str(reason) if reason else ""
    return str({"verb": SENTENCES, "object_kind": KINDS}.get(field, {}).get(content, ""))


def _plain_link(target: Any, *, rows: Rows, person: User) -> Any:
    """ "self", another member by the name that she may read, or the public code (else the name) of a thing."""
    who = target if isinstance(target, User) else getattr(target, "person", None)
    if who is None:
        return getattr(target, "code", None) or str(target)
    return "self" if who.pk == person.pk else {"name": rows.name(person, who)}


def _words_of_link(plain: Any, target: Any) -> str:
    """Someone by her name; a programme, a promotion, an organisation by theirs; another thing by its code."""
    if isinstance(plain, Mapping):
        return str(plain["name"])
    if isinstance(target, Programme | Cohort | Organisation | Entity):
        return str(target.name)
    return {"self": _("vous"), "team": _("l’équipe")}.get(plain, plain)


def _plain(content: Any) -> Any:
    return content.isoformat() if isinstance(content, date | datetime) else content


def date_in_words(value: date, *, time: bool = True) -> str:
    """« 1er mars 2026 », « 12 mars 2026 14:30 » where she lives; without its hour if `time` is false."""
    moment = isinstance(value, datetime)
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    text = formats.date_format(local, "DATETIME_FORMAT" if moment and time else "DATE_FORMAT")
    french = (get_language() or "fr").startswith("fr")
    return f"1er{text[1:]}" if french and local.day == 1 and text.startswith("1 ") else text


def in_words(content: Any) -> str:
    """Any plain value as one reads it."""
    if content is None or content == "" or content == [] or content == {}:
        return _("rien")
    if isinstance(content, bool):
        return _("oui") if content else _("non")
    if isinstance(content, date):
        return date_in_words(content)
    if isinstance(content, Mapping):
        return " ; ".join(f"{key} : {in_words(inner)}" for key, inner in content.items())
    if isinstance(content, list | tuple):
        return ", ".join(in_words(inner) for inner in content)
    return str(content)
