"""The register says what is: a field added, a setting turned off, a ground changed, are seen in it."""

import pytest
from django.apps import apps

from binome.core import holds
from binome.core import privacy as core_privacy
from binome.privacy import dpia, notices, treatments
from binome.privacy.models import Basis
from binome.privacy.operator import details_of, save_details
from binome.privacy.register import RETENTION, register, sheet
from binome.privacy.rooms import ROOMS
from tests.factories import NOON, home

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    """`now()` is the register of this moment."""
    programme = home()
    return lambda: register(programme, details_of(programme))


def line(register, key):
    return next(one for one in register.lines if one.treatment.key == key)


def safeguard(register, name):
    return next(one for one in register.safeguards if one.name == name)


def tables(one):
    return {field.table for field in one.fields}


def test_every_field_about_a_person_is_in_one_line(now):
    shown = [(field.table, field.field) for one in now().lines for field in one.fields]
    classified = {
        (f"{room}.{model}", field)
        for room, module in ROOMS.items()
        for model, kinds in module.FIELDS.items()
        for field, kind in kinds.items()
        if kind not in {"technical", "rules"}
    }
    assert len(shown) == len(set(shown))
    assert set(shown) == classified


def test_a_class_that_the_register_has_no_word_for_is_found():
    kinds = {kind for module in ROOMS.values() for fields in module.FIELDS.values() for kind in fields.values()}
    assert kinds <= {*treatments.CLASSES, "technical", "rules"}


def test_every_table_that_a_line_names_exists():
    named = {table for one in treatments.TREATMENTS for table in one.tables}
    models = {model._meta.label for model in apps.get_models()} | {f"{app.label}." for app in apps.get_app_configs()}
    assert named - models == set()


def test_a_field_added_shows_in_the_register(now, monkeypatch):
    before = now()
    fields = {**ROOMS["people"].FIELDS["Profile"], "shoe_size": "identity"}
    monkeypatch.setitem(ROOMS["people"].FIELDS, "Profile", fields)
    after = now()
    added = set(line(after, "accounts").fields) - set(line(before, "accounts").fields)
    assert [(one.table, one.field, one.kind) for one in added] == [("people.Profile", "shoe_size", "identity")]
    assert any("shoe_size" in row for row in sheet("champs", after)[1])


def test_a_new_kind_of_data_shows_in_the_notice(monkeypatch):
    programme = home()
    details = details_of(programme)
    table = notices.privacy_notice(programme, details).parts
    monkeypatch.setitem(ROOMS["programmes"].FIELDS, "CharterSignature", {"id": "technical", "drawing": "words"})
    after = notices.privacy_notice(programme, details).parts
    assert table != after
    assert next(one for one in after if one.shape == "table").rows[3][2] == "textes écrits"


@pytest.mark.parametrize(
    ("name", "setting", "value"),
    [
        ("second_factor", "MFA_SUPPORTED_TYPES", []),
        ("passwords", "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"]),
        ("rates", "ACCOUNT_RATE_LIMITS", {}),
        ("csp", "MIDDLEWARE", []),
        ("logs", "LOGGING", {}),
        ("https", "SECURE", False),
        ("smtp", "EMAIL_HOST", "smtp.example.org"),
        ("real", "DEMO", True),
        ("strength", "AUTH_PASSWORD_VALIDATORS", []),
    ],
)
def test_a_setting_turned_off_shows_as_off(now, settings, name, setting, value):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    settings.SECURE = True
    assert safeguard(now(), name).on
    setattr(settings, setting, value)
    assert not safeguard(now(), name).on


def test_a_safeguard_that_is_off_leaves_the_notice_and_stays_in_the_register(settings):
    programme = home()
    settings.SECURE = True
    sentence = next(
        one.sentence for one in register(programme, details_of(programme)).safeguards if one.name == "https"
    )
    assert sentence in _promises(programme)
    settings.SECURE = False
    assert sentence not in _promises(programme)
    assert sentence in [one.sentence for one in register(programme, details_of(programme)).safeguards]


def _promises(programme):
    parts = notices.privacy_notice(programme, details_of(programme)).parts
    return [line for part in parts if part.shape == "sentences" for line in part.lines]


def test_a_clock_that_is_on_hold_shows_as_off(now):
    assert safeguard(now(), "clocks").on
    holds.hold(RETENTION, now=NOON)
    assert not safeguard(now(), "clocks").on


def test_a_period_is_the_clock_s_own_sentence(now, monkeypatch):
    sentences = {clock.sentence for clock in core_privacy.CLOCKS}
    shown = {sentence for one in now().lines for sentence in one.kept}
    assert sentences <= shown
    monkeypatch.setattr(core_privacy, "CLOCKS", ())
    assert not sentences & {sentence for one in now().lines for sentence in one.kept}


def test_the_backups_are_what_the_organisation_declared(now):
    assert not safeguard(now(), "backups").on
    save_details(programme=home(), changes={"backups_kept_days": 30}, by=None, now=NOON)
    assert safeguard(now(), "backups").on
    assert "30" in str(safeguard(now(), "backups").sentence)


def test_a_ground_can_be_the_organisation_s_own(now):
    assert line(now(), "safety").basis == Basis.INTEREST.label
    save_details(programme=home(), changes={"bases": {"safety": "obligation"}}, by=None, now=NOON)
    assert line(now(), "safety").basis == Basis.OBLIGATION.label


def test_the_assessment_leaves_open_what_only_people_can_judge():
    programme = home()
    parts = dpia.assessment(programme, details_of(programme)).parts
    risks = [part for part in parts if part.shape == "table"][-1]
    assert len(risks.rows) == 3
    assert {row[-1] for row in risks.rows} == {"à juger par l’organisme"}
    off = [one.sentence for one in register(programme, details_of(programme)).safeguards if not one.on]
    assert off and [part.lines for part in parts if part.shape == "sentences"][1] == tuple(off)


@pytest.mark.parametrize("name", ["legal_notice", "privacy_notice", "cookie_notice", "accessibility", "dpia"])
def test_both_languages_show_the_same_parts_in_the_same_order(name):
    french, english = ((notices.TEXTS / language / f"{name}.md").read_text() for language in ("fr", "en"))
    assert notices.PART.findall(french) == notices.PART.findall(english)
    assert [row.count("#") for row in french.splitlines() if row.startswith("#")] == [
        row.count("#") for row in english.splitlines() if row.startswith("#")
    ]


def test_a_text_that_forgets_a_part_is_an_error():
    with pytest.raises(ValueError, match="another"):
        notices.compose("cookie_notice", {"cookies": notices.Text("x"), "another": notices.Text("y")}, site="Binôme")
    with pytest.raises(KeyError):
        notices.compose("cookie_notice", {}, site="Binôme")
