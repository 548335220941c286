"""A manager makes a programme and changes all of it without anybody's help (D1 to D9)."""

import pytest
from django.test import Client
from django.urls import reverse

from binome.core.models import JournalEntry
from binome.core.moves import MoveRefused
from binome.programmes.actions import change_programme, create_programme
from binome.programmes.forms import STARTS
from binome.programmes.models import Programme
from tests.factories import a_window, home, second_factor
from tests.factories.people import NOON, a_person, an_administrator
from tests.factories.programmes import a_cohort, a_participant, a_staff_member, an_entity, an_organisation

pytestmark = pytest.mark.django_db
INSIDE = "/programmes/miroir"


def _path(name: str, *args: str) -> str:
    return INSIDE + reverse(name, args=args)


@pytest.fixture
def delphine():
    home()
    return a_person("Delphine")


@pytest.fixture
def programme(delphine) -> Programme:
    return create_programme(form="reverse", name="Miroir", slug="miroir", wording="fr-inclusif",
                            organisation=an_organisation(), by=delphine, now=NOON)  # fmt: skip


@pytest.fixture
def client(programme, delphine) -> Client:
    return a_window(delphine)


def _form_of(page) -> dict[str, object]:
    """What a browser would send back of the forms of this page, unchanged."""
    found: dict[str, object] = {}
    contexts = page.context or ()
    forms = []
    for name in ("form", "new"):
        if name in contexts:
            forms.append(contexts[name])
    forms += contexts.get("lines", []) if "lines" in contexts else []
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is True:
                value = "on"
            if value not in (None, False):
                found[bound.html_name] = value
    return found


@pytest.mark.parametrize("form", sorted(STARTS))
def test_a_manager_creates_a_programme_of_each_form_and_lands_on_its_promotions(client, form):
    data = {"form": form, "name": "Élan 2027", "wording": "fr", "organisation": an_organisation().code}
    answer = client.post(_path("create-programme"), data)
    assert answer["Location"] == "/programmes/elan-2027/pilotage/promotions/"
    assert client.get(answer["Location"]).status_code == 200
    assert Programme.objects.get(slug="elan-2027").form == form


def test_an_address_drawn_from_a_name_is_never_refused(client):
    data = {"form": "peers", "name": "Duos_2027 (été)", "wording": "fr", "organisation": an_organisation().code}
    assert client.post(_path("create-programme"), data)["Location"].startswith("/programmes/duos-2027-ete/")


def test_each_form_is_explained_in_a_sentence_before_it_is_chosen(client):
    page = client.get(_path("create-programme")).text
    for start in STARTS.values():
        assert str(start.name) in page.replace("’", "’")


def test_an_address_that_is_taken_is_refused_with_a_sentence(client):
    data = {"form": "peers", "name": "Autre", "slug": "miroir", "wording": "fr", "organisation": an_organisation().code}
    answer = client.post(_path("create-programme"), data)
    assert answer.status_code == 422 and "déjà celle" in answer.text


def test_a_manager_makes_nothing_for_an_organisation_that_is_not_hers(client):
    data = {"form": "peers", "name": "Autre", "wording": "fr", "organisation": an_organisation("Gamma").code}
    assert client.post(_path("create-programme"), data).status_code == 422
    assert not Programme.objects.filter(name="Autre").exists()


def test_the_administrator_of_the_site_makes_one_for_any_organisation():
    home()
    elsa = an_administrator("Elsa")
    second_factor(elsa)
    data = {"form": "peers", "name": "Duos", "wording": "fr", "organisation": an_organisation("Gamma").code}
    answer = a_window(elsa).post(reverse("create-programme"), data)
    assert answer["Location"] == "/programmes/duos/pilotage/promotions/"


@pytest.mark.parametrize(
    "name",
    ["programme-settings", "edit-vocabulary", "edit-texts", "programme-questions", "add-question", "edit-criteria",
     "edit-rules", "cohort-list", "create-cohort", "participant-list"],
)  # fmt: skip
def test_every_page_of_settings_opens_and_saves_as_it_is(client, name):
    page = client.get(_path(name))
    assert page.status_code == 200
    if name in ("programme-settings", "edit-vocabulary", "edit-texts", "edit-criteria", "edit-rules"):
        answer = client.post(_path(name), _form_of(page))
        assert answer.status_code == 302, name
        assert not JournalEntry.objects.filter(verb="programme_changed").exists()


@pytest.mark.parametrize("name", ["programme-settings", "edit-criteria", "cohort-list", "create-programme"])
def test_a_coordinator_changes_nothing_for_everyone(programme, name):
    carole = a_staff_member("Carole", "coordinator", programme, entity=an_entity("Lyon"))
    assert a_window(carole).get(_path(name)).status_code == 404


def test_new_nouns_are_said_everywhere(client, programme):
    data = _form_of(client.get(_path("edit-vocabulary")))
    assert client.post(_path("edit-vocabulary"), {**data, "mentor-fr-many": "éclaireurs"}).status_code == 302
    assert (
        "Éclaireurs" in client.get(_path("create-cohort")).text
        or "éclaireurs" in client.get(_path("create-cohort")).text
    )
    assert client.post(_path("edit-vocabulary"), {**data, "mentor-fr-many": ""}).status_code == 422


def test_a_question_is_added_moved_worded_and_removed(client, programme):
    new = {"fr": "Quel outil aimez-vous ?", "roles": ["mentor"], "kind": "choices", "required": "on", "max": "2",
           "choices": "Le crayon | The pencil\nLe tableur"}  # fmt: skip
    assert client.post(_path("add-question"), new).status_code == 302
    programme.refresh_from_db()
    added = programme.questions[-1]
    assert added["key"] == "quel-outil-aimez-vous"
    assert [(row["slug"], row["en"]) for row in added["choices"]] == [
        ("le-crayon", "The pencil"),
        ("le-tableur", "Le tableur"),
    ]
    changed = {**new, "choices": "Le tableur | The spreadsheet\nLe crayon | The pencil"}
    client.post(_path("edit-question", added["key"]), changed)
    client.post(_path("move-question", added["key"]), {"verb": "up"})
    programme.refresh_from_db()
    assert programme.questions[-2]["key"] == added["key"]
    assert [row["slug"] for row in programme.questions[-2]["choices"]] == ["le-tableur", "le-crayon"]
    client.post(_path("move-question", added["key"]), {"verb": "remove"})
    programme.refresh_from_db()
    assert added["key"] not in [row["key"] for row in programme.questions]


@pytest.mark.parametrize(
    "wrong",
    [{"fr": ""}, {"roles": []}, {"kind": "choice", "choices": "Une seule"}, {"kind": "choice", "choices": "A\na"},
     {"max": "-1"}],
)  # fmt: skip
def test_a_question_that_cannot_be_asked_is_refused(client, programme, wrong):
    before = programme.questions
    data = {"fr": "Quoi ?", "roles": ["mentor"], "kind": "text", **wrong}
    assert client.post(_path("add-question"), data).status_code == 422
    programme.refresh_from_db()
    assert programme.questions == before


def test_a_question_without_a_kind_of_answer_is_told_what_to_choose(client, programme):
    answer = client.post(_path("add-question"), {"fr": "Que lisez-vous ?"})
    assert answer.status_code == 422 and "Choisissez comment on y répond." in answer.text


def test_a_question_that_a_criterion_reads_stays_and_the_page_says_why(client, programme):
    answer = client.post(_path("move-question", "wanted"), {"verb": "remove"}, follow=True)
    assert "sert encore à" in answer.text
    programme.refresh_from_db()
    assert "wanted" in [row["key"] for row in programme.questions]


def test_changing_questions_once_people_answered_says_so_first(client, programme):
    assert "déjà répondu" not in client.get(_path("programme-questions")).text
    a_participant("Inès", cohort=a_cohort(programme), answers={"curiosity": "Tout."})
    assert "Une personne a déjà répondu" in client.get(_path("programme-questions")).text


def test_a_criterion_is_weighed_dropped_and_added(client, programme):
    data = _form_of(client.get(_path("edit-criteria")))
    changes = {"line0-points": "80", "line1-drop": "on", "new-kind": "same", "new-column": "city", "new-number": "15"}
    assert client.post(_path("edit-criteria"), {**data, **changes}).status_code == 302
    programme.refresh_from_db()
    assert (programme.criteria[0]["kind"], programme.criteria[0]["points"]) == ("overlap", 80)
    assert programme.criteria[-1] == {"kind": "same", "label": "La ville", "column": "city", "points": 15}


def _now() -> Programme:
    return Programme.objects.get(slug="miroir")


def test_lines_that_somebody_else_changed_are_read_again_and_nothing_typed_is_lost(client, programme):
    typed = _form_of(client.get(_path("edit-criteria"))) | {
        "new-kind": "same",
        "new-column": "city",
        "new-number": "15",
    }
    programme.criteria = programme.criteria[1:]
    programme.save()
    again = client.post(_path("edit-criteria"), typed)
    assert again.status_code == 422 and "vient de changer" in again.text
    assert _now().criteria == programme.criteria
    shown = _form_of(again)
    assert (shown["new-column"], shown["line0-label"]) == ("city", programme.criteria[0]["label"])
    assert client.post(_path("edit-criteria"), shown).status_code == 302
    assert _now().criteria[:-1] == programme.criteria


def test_of_two_managers_who_add_a_question_at_once_one_is_told(delphine, programme):
    """Each read the list before the other wrote it whole."""
    pages = [_now() for _manager in range(2)]
    lists = [[*page.questions, {**page.questions[0], "key": f"question-{n}"}] for n, page in enumerate(pages)]
    change_programme(programme=pages[0], changes={"questions": lists[0]}, by=delphine, now=NOON)
    with pytest.raises(MoveRefused, match="vient de changer"):
        change_programme(programme=pages[1], changes={"questions": lists[1]}, by=delphine, now=NOON)
    assert _now().questions == lists[0]


@pytest.mark.parametrize("wrong", [{"line0-points": "2.5"}, {"line0-points": "-1"}, {"line0-points": "1001"},
                                   {"new-kind": "same"}, {"new-kind": "magic"}])  # fmt: skip
def test_a_criterion_that_counts_for_nothing_or_too_much_is_refused(client, programme, wrong):
    data = _form_of(client.get(_path("edit-criteria")))
    assert client.post(_path("edit-criteria"), {**data, **wrong}).status_code == 422


def test_the_rule_of_the_form_is_shown_and_cannot_be_taken_away(client, programme):
    page = client.get(_path("edit-rules"))
    assert "Toujours appliqué" in page.text
    data = {**_form_of(page), **{f"line{number}-drop": "on" for number in range(9)}}
    assert client.post(_path("edit-rules"), data).status_code == 302
    programme.refresh_from_db()
    assert programme.rules == []
    assert programme.modality.direction == "up"


def test_a_form_of_ones_own_changes_until_somebody_takes_part():
    home()
    delphine = a_person("Delphine")
    create_programme(form="own", name="Miroir", slug="miroir", wording="fr", organisation=an_organisation(),
                     by=delphine, now=NOON)  # fmt: skip
    client = a_window(delphine)
    assert client.post(_path("edit-form"), {"circles": "on"}).status_code == 422
    assert client.post(_path("edit-form"), {"symmetrical": "on", "self_service": "on"}).status_code == 422
    assert client.post(_path("edit-form"), {"symmetrical": "on", "circles": "on"}).status_code == 302
    programme = Programme.objects.get(slug="miroir")
    assert programme.modality.roles == ("peer",) and tuple(programme.modality.circle_sizes) == (3, 6)
    a_participant("Inès", "peer", a_cohort(programme))
    client.post(_path("edit-form"), {"self_service": "on"})
    programme.refresh_from_db()
    assert programme.modality.symmetrical
    assert "ne change plus" in client.get(_path("edit-form")).text


def test_only_a_form_of_ones_own_has_properties_to_change(client):
    assert client.get(_path("edit-form")).status_code == 404
