"""The table of the identity shield in words (N2): for its own page, and for the privacy notice."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from binome.core.languages import text_language
from binome.mentoring.identity import PILOTED, VISIBILITY, Relation, Sight

#: How each answer of the table is said, and drawn.
SIGHTS = {
    Sight.YES: ("check", gettext_lazy("Oui")),
    Sight.CHOICE: ("person", gettext_lazy("À votre choix")),
    Sight.GRANT: ("key", gettext_lazy("Avec une raison")),
    Sight.CASE: ("key", gettext_lazy("Dans un dossier")),
    Sight.PERIMETER: ("people", gettext_lazy("Dans son périmètre")),
    Sight.COUNT: ("chart", gettext_lazy("En nombre, dès cinq")),
    Sight.NO: ("minus", gettext_lazy("Non")),
}


def visibility(request: HttpRequest) -> dict[str, object]:
    """`columns` and `rows` of `pages/_visibility.html`."""
    voc = request.programme.vocabulary[text_language(request.LANGUAGE_CODE)]
    columns = {
        Relation.SELF: _("Vous"),
        Relation.PARTNER: _("Votre %(pair)s") % {"pair": voc["pair"]["one"]},
        Relation.FORMER: _("Après la fin"),
        Relation.MEMBER: _("Les membres"),
        Relation.MODERATOR: _("La modération"),
        Relation.OUTSIDER: _("Les autres"),
    }
    table: dict[str, dict[str, Sight]] = {
        field: {str(title): sights[relation] for relation, title in columns.items()}
        for field, (_label, sights) in VISIBILITY.items()
    }
    if not request.programme.is_home:
        for field, sights_said in table.items():
            sights_said[_("Le pilotage")] = PILOTED.get(field, Sight.NO)
            sights_said[_("Le parrainage")] = Sight.NO
    rows = [
        (VISIBILITY[field][0], [(title, *SIGHTS[sight]) for title, sight in said.items()])
        for field, said in table.items()
    ]
    return {"columns": list(next(iter(table.values()))), "rows": rows, "piloted": not request.programme.is_home}
