"""The shelves of the library, as the team names and orders them."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.text import slugify

from binome.core import french
from binome.core.journal import record
from binome.programmes.models import Programme

from ..models import Theme

if TYPE_CHECKING:
    from binome.people.models import User


@transaction.atomic
def save_theme(
    *, programme: Programme, theme: Theme | None, name: str, name_en: str, position: int, by: "User", now: datetime
) -> Theme:
    """A new theme, or new words for this one; its address stays."""
    if theme is None:
        taken = set(Theme.objects.filter(programme=programme).values_list("slug", flat=True))
        wanted = slugify(french.fold(name).replace("’", "-"))[:36].strip("-") or "theme"
        slug = next(s for s in (wanted, *(f"{wanted}-{n}" for n in range(2, 999))) if s not in taken)
        theme = Theme(programme=programme, slug=slug)
    theme.name, theme.name_en, theme.position = name, name_en, position
    theme.save()
    record("theme_saved", by=by, obj=programme, now=now, theme=theme.slug)
    return theme


@transaction.atomic
def remove_theme(*, theme: Theme, by: "User", now: datetime) -> None:
    """Its texts stay, without a theme."""
    record("theme_removed", by=by, obj=theme.programme, now=now, theme=theme.slug)
    theme.delete()
