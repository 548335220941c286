"""What a check can find wrong, in both languages."""

from __future__ import annotations

from binome.matching.words import Words

OTHER_DATA = Words(
    "elle a été faite pour d’autres données ; les personnes ou les règles ont changé depuis.",
    "it was made for other data: people or rules have changed since.",
)
OTHER_SETTING = Words(
    "elle a été faite pour une autre forme ou une autre protection.",
    "it was made for another form or another protection.",
)
WRONG_FORM = Words(
    "une preuve par niveaux ne dit rien de la forme « {form} ».", "a proof by levels says nothing of the form “{form}”."
)
WRONG_LEVELS = Words("elle doit prouver {expected}, et non {found}.", "it must prove {expected}, not {found}.")
NO_FLOOR_THERE = Words(
    "un plancher va avec la protection « floor », et avec elle seule.",
    "a floor belongs to the protection “floor”, and there only.",
)
NOT_ONE_EACH = Words("elle n’a pas un nombre par personne.", "it hasn’t one number a person.")
TOO_LARGE = Words("l’un de ses nombres est trop grand.", "it has a number that is too large.")
OUT_OF_BOUNDS = Words("l’un de ses nombres est hors des bornes.", "one of its numbers is out of bounds.")
NOBODY = Words("un binôme nomme quelqu’un que le fichier n’a pas.", "a pair names someone who isn’t in the problem.")
PAIR_TWICE = Words("le même binôme y est deux fois.", "the same pair is there twice.")
PIN_MISSING = Words("un binôme imposé manque.", "a pinned pair is missing.")
TOO_MANY = Words(
    "{noun} {who} a plus de binômes que de places ({places}).", "{noun} {who} has more pairs than places ({places})."
)
BREAKS = Words(
    "{one} et {other} ne peuvent pas être ensemble : {reasons}.", "{one} and {other} break a hard rule: {reasons}."
)
OTHER_SUMS = Words(
    "elle annonce {matched} binômes et {total} points ; le fichier des binômes en a {found} et {points}.",
    "it claims {matched} pairs and {total} points; the file of pairs has {found} and {points}.",
)

OTHER_BOUNDS = Words(
    "un binôme possible a des points hors des bornes qu’elle donne.",
    "a possible pair has points outside the bounds that it gives.",
)
OTHER_COUNT = Words(
    "{count} binômes étaient possibles ; elle en dit {claimed}.",
    "{count} pairs were open to choice; it says {claimed}.",
)
FEWER_AS_MUCH = Words(
    "sa base est trop basse : moins de binômes pourraient valoir autant.",
    "its base is too low: fewer pairs could weigh as much.",
)
MORE_AS_LITTLE = Words(
    "sa base est trop basse : plus de binômes pourraient valoir aussi peu.",
    "its base is too low: more pairs could weigh as little.",
)
COUNTS_FIRST = Words(
    "le premier niveau ne peut pas compter sur le nombre de binômes.",
    "the first level may not count on the number of pairs.",
)
AT_LEVEL = Words("niveau « {level} » : {why}", "level “{level}”: {why}")
NEGATIVE = Words("un nombre de la preuve est négatif.", "a number of its proof is negative.")
OTHER_VALUE = Words(
    "les binômes y valent {value}, et la preuve dit {claimed}.",
    "the pairs weigh {value}, and the certificate says {claimed}.",
)
ABOVE_BOUND = Words(
    "les binômes y valent {value}, plus que les {bound} possibles.",
    "the pairs weigh {value}, more than the {bound} that possible pairs can.",
)
NOT_EXCLUDED = Words(
    "les binômes y valent {value}, et jusqu’à {bound} n’est pas exclu.",
    "the pairs weigh {value}, and up to {bound} isn’t excluded.",
)
UNDER_FLOOR = Words("un binôme est sous le plancher.", "a pair is under the floor.")
MORE_WITHOUT_FLOOR = Words(
    "elle ne prouve pas que le plancher ne coûte aucun binôme.",
    "it isn’t proved that no more pairs are possible without the floor.",
)
HIGHER_FLOOR = Words(
    "elle ne prouve pas qu’un plancher plus haut perdrait un binôme.",
    "it isn’t proved that a higher floor would lose a pair.",
)
OTHER_TABLES = Words(
    "le noyau de calcul n’a pas les tables des personnes qui ont des places.",
    "the kernel’s tables are not those of the people who have places beside the pins.",
)
KERNEL_DISAGREES = Words(
    "le noyau de calcul et les critères ou les règles ne disent pas la même chose d’un binôme.",
    "the kernel and the criteria or the rules don’t say the same of a pair.",
)

NOT_ONE_POPULATION = Words("ce n’est pas l’appariement d’un seul groupe.", "this isn’t a matching of one population.")
TOO_HIGH_FOR_TABLES = Words(
    "un couple possible a des points hors des bornes des tables.",
    "a possible couple has points outside the bounds of its tables.",
)
OTHER_WEIGHT = Words("les couples ne valent pas ce qui est annoncé.", "the couples don’t weigh what was claimed.")
SOMEONE_ELSE = Words("quelqu’un n’est pas dans le problème.", "someone isn’t in the problem.")
SOMEONE_TWICE = Words("quelqu’un y est deux fois.", "someone is there twice.")
NO_PLACE = Words("quelqu’un qui n’a pas de place y est.", "someone who has no place is there.")
CIRCLE_SIZE = Words(
    "un cercle n’a pas de {smallest} à {largest} personnes.", "a circle hasn’t from {smallest} to {largest} people."
)
OTHER_COUPLES = Words(
    "les couples ne sont pas ceux des cercles.", "the couples aren’t those of the circles, the smaller place first."
)
OTHER_PEOPLE = Words(
    "{people} personnes y sont, et non {claimed} comme annoncé.", "{people} people are in it, not {claimed} as claimed."
)
NOT_APART = Words(
    "deux personnes que la borne dit séparées peuvent être ensemble.",
    "two people whom the bound keeps apart can be together.",
)
PARTS_JOINED = Words(
    "un couple possible joint deux parties de la borne.", "a possible couple joins two parts of the bound."
)
NOT_COVERED = Words("un couple possible n’est pas couvert.", "a possible couple isn’t covered.")
ABOVE_PRICES = Words(
    "un couple possible vaut plus que ses deux prix.", "a possible couple weighs more than its two prices."
)
OTHER_COVER = Words(
    "les nombres de couples ne sont pas ceux de la couverture.", "the numbers of couples aren’t those of the cover."
)
OTHER_BOUND = Words(
    "les prix bornent la valeur par {weight}, et non par {claimed}.",
    "the prices bound the weight by {weight}, not by {claimed}.",
)
ABOVE_SURPLUS = Words(
    "des couples possibles valent plus que leurs prix et l’excédent.",
    "possible couples weigh more than their prices and the surplus.",
)
OTHER_PARTNERS = Words(
    "la borne ne donne pas le bon nombre de partenaires.", "the bound gives people another number of partners."
)
FEW_PLACED = Words("la borne place trop peu de personnes.", "the bound places too few people.")
