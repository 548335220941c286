"""The cookies that this site sets, all of them: what its page lists. A test compares with a walk of the site."""

from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from binome.privacy.notices import Table

YEAR = gettext_lazy("un an")


class Cookie(NamedTuple):
    name: str
    why: Any
    lasts: Any


def site_cookies() -> list[Cookie]:
    """Under the names that they really bear here."""
    days = settings.SESSION_COOKIE_AGE // (24 * 3600)
    return [
        Cookie(settings.SESSION_COOKIE_NAME, _("garder votre session ouverte, une fois que vous êtes connectée"),
               _("%(days)d jours au plus, et moins sans activité") % {"days": days}),
        Cookie(settings.CSRF_COOKIE_NAME, _("s’assurer qu’un formulaire vient bien d’une page de ce site"), YEAR),
        Cookie(settings.LANGUAGE_COOKIE_NAME, _("retenir la langue que vous avez choisie"), YEAR),
        Cookie("binome_theme", _("retenir les couleurs que vous avez choisies"), YEAR),
        Cookie(CookieStorage.cookie_name, _("vous montrer une fois le résultat de ce que vous venez de faire"),
               _("jusqu’à la page suivante")),
    ]  # fmt: skip


def cookie_table() -> Table:
    header = (_("Cookie"), _("À quoi il sert"), _("Combien de temps"))
    return Table(_("Les cookies de ce site"), header, tuple(site_cookies()))
