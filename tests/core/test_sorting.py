"""Names stand where a French reader looks for them, on both databases."""

import pytest

from binome.core.sorting import FrenchOrder
from binome.programmes.models import Organisation
from tests.factories.programmes import an_organisation

pytestmark = pytest.mark.django_db


def test_a_letter_with_a_mark_is_sorted_as_its_bare_one():
    for name in ("Zoé", "Élodie", "Çelik", "Elsa", "eva", "Œuvres", "Camille", "Éa", "Naïma"):
        an_organisation(name)
    names = Organisation.objects.order_by(FrenchOrder("name"), "pk").values_list("name", flat=True)
    assert list(names) == ["Camille", "Çelik", "Éa", "Élodie", "Elsa", "eva", "Naïma", "Œuvres", "Zoé"]
