"""The table of the identity shield in words (N2): for its own page, and for the privacy notice."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from binome.mentoring.identity import VISIBILITY, Relation, Sight

#: How each answer of the table is said, and drawn.
SIGHTS = {
    Sight.YES: ("check", gettext_lazy("Oui")),
    Sight.CHOICE: ("person", gettext_lazy("À votre choix")),
    Sight.GRANT: ("key", gettext_lazy("Avec une raison")),
    Sight.CASE: ("key", gettext_lazy("Dans un dossier")),
    Sight.NO: ("minus", gettext_lazy("Non")),
}


def visibility(request: HttpRequest) -> dict[str, object]:
    """`columns` and `rows` of `pages/_visibility.html`."""
    voc = request.programme.vocabulary["en"] if request.LANGUAGE_CODE == "en" else request.programme.vocabulary["fr"]
    columns = {
        Relation.SELF: _("Vous"),
        Relation.PARTNER: _("Votre %(pair)s") % {"pair": voc["pair"]["one"]},
        Relation.FORMER: _("Après la fin"),
        Relation.MEMBER: _("Les membres"),
        Relation.MODERATOR: _("La modération"),
        Relation.OUTSIDER: _("Les autres"),
    }
    rows = [
        (label, [(title, *SIGHTS[sights[relation]]) for relation, title in columns.items()])
        for label, sights in VISIBILITY.values()
    ]
    return {"columns": columns.values(), "rows": rows}
