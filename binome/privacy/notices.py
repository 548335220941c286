"""The four legal pages: a text per language, with parts made from what the site really is and does.

A text says where a part goes, alone on its line: `[[purposes]]`. A part that a text forgets, or invents, is an error.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from binome.core.languages import text_language
from binome.programmes.models import Programme

from . import treatments
from .clocks import all_clocks
from .models import Conformity, OperatorDetails
from .safeguards import safeguards

TEXTS = Path(__file__).parent / "texts"
PART = re.compile(r"^\[\[(\w+)\]\]$", re.MULTILINE)


@dataclass(frozen=True)
class Text:
    """Markdown."""

    text: str
    shape: str = "text"


@dataclass(frozen=True)
class Facts:
    """Label and value; an empty value is what the organisation has not said yet."""

    rows: tuple[tuple[Any, Any], ...]
    shape: str = "facts"


@dataclass(frozen=True)
class Sentences:
    """A list."""

    lines: tuple[Any, ...]
    shape: str = "sentences"


@dataclass(frozen=True)
class Table:
    """The first cell of a row is its heading."""

    caption: Any
    header: tuple[Any, ...]
    rows: tuple[tuple[Any, ...], ...]
    shape: str = "table"

    @property
    def titled_rows(self) -> list[list[tuple[Any, Any]]]:
        """Each cell with the heading of its column."""
        return [list(zip(self.header, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Drawn:
    """A part that the front draws itself, by its name."""

    name: str
    shape: str = "drawn"


Part = Text | Facts | Sentences | Table | Drawn


@dataclass(frozen=True)
class Notice:
    """A page: its title, and its parts in order."""

    title: str
    parts: tuple[Part, ...]


def compose(name: str, parts: Mapping[str, Part], **values: str) -> Notice:
    """The text `name` in the language of the moment, with its parts and its values in place.

    Raises KeyError for a part that nobody makes, ValueError for one that the text does not show.
    """
    language = text_language(get_language())
    source = (TEXTS / language / f"{name}.md").read_text(encoding="utf-8").format(**values)
    title, _break, body = source.partition("\n")
    pieces = PART.split(body)
    shown = pieces[1::2]
    if set(parts) - set(shown):
        raise ValueError(f"{language}/{name}.md does not show {sorted(set(parts) - set(shown))}")
    made = [Text(piece.strip()) if at % 2 == 0 else parts[piece] for at, piece in enumerate(pieces)]
    return Notice(title.removeprefix("# "), tuple(part for part in made if part != Text("")))


def as_markdown(notice: Notice) -> str:
    """The same page as one text, for paper: a table is a list, its headings repeated."""
    return "\n\n".join(_markdown(part) for part in notice.parts)


def _markdown(part: Part) -> str:
    if isinstance(part, Text):
        return part.text
    if isinstance(part, Facts):
        unsaid = _("L’organisme ne l’a pas encore renseigné.")
        return "\n".join(f"- **{_bare(label)}**\u00a0: {_bare(value or unsaid)}" for label, value in part.rows)
    if isinstance(part, Sentences):
        return "\n".join(f"- {_bare(line)}" for line in part.lines)
    if isinstance(part, Table):
        return "\n".join(_as_list(row) for row in part.titled_rows)
    raise TypeError(f"{part} is drawn on a page only")


def _as_list(row: list[tuple[Any, Any]]) -> str:
    (_title, name), *cells = row
    return "\n".join([f"- **{_bare(name)}**", *(f"    - {_bare(title)}\u00a0: {_bare(cell)}" for title, cell in cells)])


def _bare(text: Any) -> str:
    """A value inside Markdown: its signs are signs, its lines one line."""
    return re.sub(r"([\\`*_\[\]<>#])", r"\\\1", " ".join(str(text).split()))


def legal_notice(programme: Programme, details: OperatorDetails) -> Notice:
    parts = {
        "publisher": facts(details, "name", "legal_form", "address", "registration", "phone", "email",
                            "publication_director"),
        "host": facts(details, "host_name", "host_address", "host_phone"),
    }  # fmt: skip
    return compose("legal_notice", parts, site=programme.name)


def privacy_notice(programme: Programme, details: OperatorDetails) -> Notice:
    parts: dict[str, Part] = {
        "controller": controller(programme, details, "name", "legal_form", "address", "email"),
        "purposes": _purposes(details),
        "visibility": Drawn("visibility"),
        "recipients": recipients(details),
        "retention": retention(details),
        "measures": Sentences(tuple(one.sentence for one in safeguards(details) if one.on)),
        "contact": _contact(details),
        "authority": facts(details, "authority"),
    }
    return compose("privacy_notice", parts, site=programme.name)


def cookie_notice(programme: Programme, cookies: Table) -> Notice:
    return compose("cookie_notice", {"cookies": cookies}, site=programme.name)


def accessibility_statement(programme: Programme, details: OperatorDetails, *, url: str) -> Notice:
    parts: dict[str, Part] = {
        "conformity": Text(_state_of_conformity(details)),
        "failings": Text(_failings(details)),
        "established": _established(details),
        "contact": Facts(((_("Adresse e-mail"), programme.contact_email), *facts(details, "phone").rows)),
    }
    return compose("accessibility", parts, organisation=details.name or programme.name, url=url)


def facts(details: OperatorDetails, *names: str) -> Facts:
    """Fields of the operator, as they are now; a registration exists for some organisations only."""
    rows = [(details._meta.get_field(name).verbose_name, getattr(details, name)) for name in names]
    optional = details._meta.get_field("registration").verbose_name
    return Facts(tuple((label, value) for label, value in rows if value or label != optional))


def controller(programme: Programme, details: OperatorDetails, *names: str) -> Facts:
    """Who answers for the data. Of an organisation that runs a programme, what it gave: its name is known at least."""
    found = facts(details, *names)
    return found if programme.is_home else Facts(tuple((label, value) for label, value in found.rows if value))


def _contact(details: OperatorDetails) -> Facts:
    """A data protection officer is called so; another contact is not."""
    if not details.has_dpo:
        return facts(details, "privacy_contact")
    return Facts(((_("Délégué à la protection des données"), details.privacy_contact),))


def basis_of(treatment: treatments.Treatment, details: OperatorDetails) -> Any:
    """The legal ground that this organisation relies on, in words."""
    return type(treatment.basis)(details.bases.get(treatment.key, treatment.basis)).label


def _purposes(details: OperatorDetails) -> Table:
    lines = treatments.fields()
    rows = []
    for one in treatments.TREATMENTS:
        if told := treatments.told(treatments.kinds_of(one, lines)):
            rows.append((one.name, one.purpose, " ; ".join(map(str, told)), basis_of(one, details), one.recipients))
    header = (_("Traitement"), _("Pourquoi"), _("Données"), _("Fondement"), _("Qui les reçoit"))
    return Table(_("Les traitements de données personnelles"), header, tuple(rows))


def recipients(details: OperatorDetails) -> Facts:
    others = details.other_processors or _("aucun")
    transfers = details.get_transfers_display() if details.transfers else ""
    if details.transfers_detail and details.transfers == "some":
        transfers = f"{transfers}\n{details.transfers_detail}"
    field = details._meta.get_field
    return Facts(
        (
            (_("Hébergeur"), details.host_name),
            (field("mail_provider").verbose_name, details.mail_provider),
            (field("other_processors").verbose_name, others),
            (field("transfers").verbose_name, transfers),
        )
    )


def retention(details: OperatorDetails) -> Sentences:
    """The promises of the clocks that run, and how long the backups outlive them."""
    promises = [clock.sentence for clock in all_clocks()]
    if details.backups_kept_days:
        kept = _("Une sauvegarde garde encore %(days)d jours ce qui a été effacé du site.")
        promises.append(kept % {"days": details.backups_kept_days})
    else:
        promises.append(_("L’organisme n’a pas encore dit combien de temps il garde ses sauvegardes."))
    return Sentences(tuple(promises))


def conformity_in_a_word(details: OperatorDetails) -> str:
    """What the first page must say beside the link to the statement (RGAA)."""
    words = {Conformity.PARTIAL: _("partiellement conforme"), Conformity.FULL: _("totalement conforme")}
    return words.get(Conformity(details.conformity), _("non conforme"))


def _state_of_conformity(details: OperatorDetails) -> str:
    if details.conformity == Conformity.UNAUDITED:
        return _(
            "Ce site n’a **pas encore été audité** : au sens du référentiel général d’amélioration de l’accessibilité "
            "(RGAA 4.1), il est donc déclaré **non conforme**, faute d’un audit en cours de validité."
        )
    states = {
        Conformity.NONE: _("Ce site est **non conforme** au RGAA 4.1 : moins de la moitié des critères est respectée."),
        Conformity.PARTIAL: _("Ce site est **partiellement conforme** au RGAA 4.1, pour les raisons dites ci-dessous."),
        Conformity.FULL: _("Ce site est **totalement conforme** au RGAA 4.1."),
    }
    return str(states[Conformity(details.conformity)])


def _failings(details: OperatorDetails) -> str:
    if details.audit_failings:
        return details.audit_failings
    if details.conformity == Conformity.FULL:
        return _("L’audit n’en a trouvé aucun.")
    return _("Aucune liste n’est encore établie : seul un audit peut la donner.")


def _established(details: OperatorDetails) -> Facts:
    rows: list[tuple[Any, Any]] = []
    if details.conformity != Conformity.UNAUDITED:
        rate = f"{details.audit_rate} %" if details.audit_rate is not None else ""
        rows += [
            (_("Audit mené le"), _day(details.audited_on)),
            (_("Audit mené par"), details.audited_by),
            (_("Part des critères respectés"), rate),
        ]
    rows += [
        (_("Cette déclaration est à jour au"), _day(details.changed_at and localtime(details.changed_at))),
        (_("Technologies de ce site"), "HTML, CSS, JavaScript, SVG"),
    ]
    return Facts(tuple(rows))


def _day(day: Any) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""
