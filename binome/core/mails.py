"""The mails that exist. Each room declares its own here, once, when the application starts."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from binome.core.models import Letter

Check = Callable[[Letter], bool]


@dataclass(frozen=True)
class MailKind:
    """A kind of mail. `optional`: she may refuse it (A9). `still_due`: asked again just before sending (E5).

    `audience`: whose preferences name it, by what she is here; empty for what anyone may receive.
    """

    name: str
    room: str
    label: str
    optional: bool = False
    audience: frozenset[str] = frozenset()
    still_due: Check | None = None

    @property
    def template(self) -> str:
        """Where its words are, without the ending."""
        return f"mail/{self.room}/{self.name}"


class UnknownMail(LookupError):
    """No room declared this mail."""


_kinds: dict[str, MailKind] = {}
_recipient_checks: list[Check] = []


def register(*kinds: MailKind) -> None:
    """Declare mails. The same name twice is a mistake unless it is the same declaration."""
    for kind in kinds:
        if _kinds.setdefault(kind.name, kind) != kind:
            raise ValueError(f"Two mails are called {kind.name}")


def register_recipient_check(check: Check) -> None:
    """Ask `check` before sending any letter: is she still there, and does she still want it?"""
    if check not in _recipient_checks:
        _recipient_checks.append(check)


def get(name: str) -> MailKind:
    """The declaration of a mail, or UnknownMail."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownMail(name) from None


def optional_kinds(parts: Collection[str] | None = None) -> list[MailKind]:
    """What can be chosen in the preferences, in the order of the labels; `parts`: by whoever is only that here."""
    return sorted((kind for kind in _for(parts) if kind.optional), key=lambda kind: str(kind.label))


def mandatory_kinds(parts: Collection[str]) -> list[MailKind]:
    """What whoever is `parts` here always receives, and not everyone."""
    return [kind for kind in _for(parts) if kind.audience and not kind.optional]


def _for(parts: Collection[str] | None) -> list[MailKind]:
    return [kind for kind in _kinds.values() if parts is None or not kind.audience or kind.audience & set(parts)]


def all_kinds() -> list[MailKind]:
    """Every declared mail."""
    return list(_kinds.values())


def still_due(letter: Letter) -> bool:
    """May this letter still leave? (E5)"""
    own = get(letter.kind).still_due
    return all(check(letter) for check in _recipient_checks) and (own is None or own(letter))
