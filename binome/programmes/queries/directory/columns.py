"""What each column of a directory is: guessed from its title, confirmed by a person."""

from django.utils.translation import gettext_lazy as _

from binome.matching.words import bare

#: field: (its name, the titles under which directories give it, as `bare` writes them).
FIELDS = {
    "email": (_("Adresse e-mail"), "email e-mail mail courriel adresse-mail adresse-e-mail email-professionnel "
              "adresse-electronique mail-pro email-address"),
    "first_name": (_("Prénom"), "prenom first-name firstname given-name prenom-usuel"),
    "family_name": (_("Nom de famille"), "nom nom-de-famille nom-usuel last-name lastname surname family-name"),
    "entity": (_("Entité"), "entite site etablissement filiale service direction entity branch departement lieu"),
    "reference": (_("Numéro dans l’organisation"), "matricule reference ref numero id identifiant employee-id "
                  "employee-number numero-etudiant numero-de-salarie"),
    "job_title": (_("Fonction"), "fonction poste intitule-de-poste metier emploi job-title title position formation"),
    "stage": (_("Étape de carrière, de 1 à 5"), "etape etape-de-carriere stage niveau seniorite career-stage"),
    "line_manager": (_("Responsable hiérarchique"), "manager responsable responsable-hierarchique n+1 n-1 superieur "
                     "line-manager matricule-manager matricule-du-responsable email-manager"),
    "left_on": (_("Date de départ"), "date-de-depart depart sortie date-de-sortie left-on leaving-date fin-de-contrat"),
}  # fmt: skip
#: Kept under the title of its column.
ATTRIBUTE = "attribute"
REQUIRED = ("email", "first_name", "family_name")


def guess_mapping(header: tuple[str, ...]) -> dict[str, str]:
    """Each title with the field that it most likely gives, each field once; "" for what is left out."""
    known = {title: field for field, (_label, titles) in FIELDS.items() for title in titles.split()}
    mapping: dict[str, str] = {}
    for title in header:
        field = known.get("-".join(bare(title).replace("_", " ").split()), "")
        mapping[title] = "" if field in mapping.values() else field
    return mapping
