"""A field is wired to its help and its error; the summary leads to each control. No database."""

import re
from html.parser import HTMLParser

import pytest
from django import forms
from django.template import Context, Template

from binome.ui.styleguide import TYPED, DemoForm


class Tags(HTMLParser):
    """Every start tag with its attributes."""

    def __init__(self, html: str):
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def ids(self) -> set[str]:
        return {attrs["id"] for _, attrs in self.found if attrs.get("id")}

    def one(self, **wanted) -> dict[str, str | None]:
        (match,) = [attrs for _, attrs in self.found if all(attrs.get(k) == v for k, v in wanted.items())]
        return match


def show(template: str, **context) -> str:
    return Template(template).render(Context(context))


@pytest.fixture
def refused() -> str:
    return show("{% error_summary form %}{% form_fields form %}", form=DemoForm(TYPED))


@pytest.fixture
def blank() -> str:
    return show("{% error_summary form %}{% form_fields form %}", form=DemoForm())


def test_a_form_without_fault_has_no_summary(blank):
    assert "error-summary" not in blank
    assert "aria-invalid" not in blank


def test_every_explanation_named_by_a_control_exists(refused, blank):
    for html in (refused, blank):
        tags = Tags(html)
        named = {i for _, attrs in tags.found for i in (attrs.get("aria-describedby") or "").split()}
        assert named and named <= tags.ids()


def test_no_identifier_is_used_twice(refused):
    ids = [attrs["id"] for _, attrs in Tags(refused).found if attrs.get("id")]
    assert len(ids) == len(set(ids))


def test_every_label_leads_to_a_control(blank):
    tags = Tags(blank)
    labelled = {attrs["for"] for tag, attrs in tags.found if tag == "label" and "for" in attrs}
    assert len(labelled) == 7 and labelled <= tags.ids()


def test_every_link_of_the_summary_leads_to_a_control(refused):
    targets = re.findall(r'href="#([^"]+)"', refused)
    assert targets == ["id_email", "id_place_0", "id_means_0", "id_story", "id_charter"]
    controls = {
        attrs["id"] for tag, attrs in Tags(refused).found if tag in {"input", "select", "textarea"} and "id" in attrs
    }
    assert set(targets) <= controls


def test_the_summary_counts_in_letters(refused):
    assert "Cinq points à corriger avant de continuer" in refused
    lonely = show(
        "{% error_summary form %}",
        form=DemoForm({**TYPED, "email": "a@b.fr", "place": "mentor", "means": ["remote"], "story": "x"}),
    )
    assert "Un point à corriger avant de continuer" in lonely


def test_the_summary_takes_focus_and_is_announced(refused):
    summary = Tags(refused).one(role="alert")
    assert (summary["class"], summary["tabindex"]) == ("error-summary", "-1")


def test_two_forms_have_one_summary():
    other = DemoForm({}, prefix="other")
    html = show("{% error_summary a b title=t %}", a=DemoForm(TYPED), b=other, t="À revoir")
    assert html.count("error-summary-title") == 2 and "À revoir" in html
    assert 'href="#id_other-first_name"' in html


def test_an_error_without_a_field_is_a_sentence():
    form = DemoForm(TYPED)
    form.add_error(None, "L’adresse ou le mot de passe ne correspond pas.")
    assert "<li>L’adresse ou le mot de passe ne correspond pas.</li>" in show("{% error_summary form %}", form=form)


def test_an_error_is_an_icon_a_hidden_word_and_a_sentence(refused):
    error = re.search(r'<p class="error" id="id_email_error">(.*?)</p>', refused, re.DOTALL)[1]
    assert "<svg" in error and "Erreur\u00a0: " in error and "Il manque un arobase" in error
    email = Tags(refused).one(id="id_email")
    assert (email["aria-invalid"], email["aria-describedby"]) == ("true", "id_email_error")


def test_radio_buttons_are_one_invalid_group_and_checkboxes_each_say_it(refused):
    tags = Tags(refused)
    assert tags.one(role="radiogroup")["aria-invalid"] == "true"
    assert "aria-invalid" not in tags.one(id="id_place_0")
    assert tags.one(id="id_means_0")["aria-invalid"] == "true"


def test_what_was_typed_is_still_there(refused):
    assert Tags(refused).one(id="id_first_name")["value"] == "Nadia"
    assert Tags(refused).one(id="id_email")["value"] == "nadia.exemple.fr"
    assert "une phrase assez longue" not in refused, "a password never comes back"


def test_only_optional_fields_say_so(blank):
    assert blank.count("(facultatif)") == 2


def test_descriptions_stand_under_their_choice(blank):
    assert re.search(r'value="mentor"[^>]*><span>Être mentore<small>J’ai de l’expérience', blank)


def test_a_chosen_option_stays_chosen():
    tags = Tags(
        show("{% field form.place %}{% field form.topics %}", form=DemoForm({"place": "mentor", "topics": ["pause"]}))
    )
    assert "checked" in tags.one(value="mentor") and "checked" not in tags.one(value="mentee")
    assert "checked" in tags.one(value="pause") and "checked" not in tags.one(value="parler")


def test_headings_of_choices_are_kept():
    class Grouped(forms.Form):
        topics = forms.MultipleChoiceField(
            choices=[("Métier", [("a", "A"), ("b", "B")]), ("Vie", [("c", "C")])], widget=forms.CheckboxSelectMultiple
        )

    html = show("{% error_summary form %}{% field form.topics %}", form=Grouped({}))
    assert re.findall(r'class="label mt-2">(\w+)<', html) == ["Métier", "Vie"]
    assert 'href="#id_topics_0_0"' in html and 'id="id_topics_0_0"' in html


def test_password_helpers_wait_for_the_script(blank):
    toggle = Tags(blank).one(**{"aria-controls": "id_password"})
    assert "hidden" in toggle and toggle["type"] == "button"
    assert "hidden" in Tags(blank).one(id="id_password_caps")


def test_browsers_never_cut_what_is_pasted(blank):
    assert "maxlength" not in blank
    assert Tags(blank).one(**{"data-counter": "id_story"})["data-max"] == "300"


def test_a_class_of_the_widget_is_kept():
    class Small(forms.Form):
        age = forms.CharField(
            widget=forms.TextInput(attrs={"class": "w-s", "aria-describedby": "elsewhere"}), help_text="?"
        )

    field = Tags(show("{% field form.age %}", form=Small())).one(id="id_age")
    assert (field["class"], field["aria-describedby"]) == ("input w-s", "id_age_helptext elsewhere")


def test_rendering_a_field_does_not_change_it():
    form = DemoForm(TYPED)
    assert show("{% field form.email %}", form=form) == show("{% field form.email %}", form=form)
    assert form.fields["email"].widget.attrs == {"autocomplete": "email", "maxlength": "320"}


def test_hidden_fields_are_rendered_bare_and_their_faults_told():
    class Hidden(forms.Form):
        version = forms.IntegerField(widget=forms.HiddenInput)

    html = show("{% error_summary form %}{% form_fields form %}", form=Hidden({"version": "x"}))
    assert '<input type="hidden" name="version" value="x"' in html
    assert "<label" not in html and "href" not in html and "<li>" in html


def test_errors_and_labels_are_escaped():
    class Sly(forms.Form):
        name = forms.CharField(label="<i>Nom</i>", error_messages={"required": "<b>vide</b>"})

    html = show("{% error_summary form %}{% field form.name %}", form=Sly({}))
    assert "<i>" not in html and "<b>" not in html and "&lt;b&gt;vide" in html
