"""The base page, its parts, the pages for what went wrong, e-mails. No database."""

import re

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.translation import override

from binome.ui.styleguide import DemoForm
from tests.ui.urls import context


@pytest.fixture(autouse=True)
def addresses(settings):
    settings.ROOT_URLCONF = "tests.ui.urls"


def show(template: str, **more) -> str:
    return Template(template).render(Context(more))


def page(rf, template: str = "ui/base.html", url: str = "/", **more) -> str:
    return render_to_string(template, {**context(rf.get(url)), **more})


def pages_of(rf, number: int, url: str = "/?page=2", count: int = 240) -> str:
    return page(rf, "ui/_pagination.html", url, page=Paginator(range(count), 20).page(number))


def test_pagination_keeps_the_rest_of_the_address(rf):
    links = re.findall(r'href="([^"]+)"', pages_of(rf, 2, "/?q=oser+dire&secteur=industrie&secteur=sante&page=2"))
    assert all("q=oser+dire" in link and link.count("secteur=") == 2 and link.count("page=") == 1 for link in links)
    assert "page=3" in links[-1]


def test_pagination_names_the_current_page_and_hides_far_ones(rf):
    html = pages_of(rf, 6)
    assert re.search(r'page=6" aria-current="page"><span class="vh">Page </span>6</a>', html)
    assert re.findall(r"</span>(\d+)</a>", html) == ["1", "5", "6", "7", "12"] and html.count("…") == 2


def test_one_page_has_no_pagination(rf):
    assert "<nav" not in pages_of(rf, 1, count=20)


def test_a_refused_form_says_so_in_the_title(rf):
    assert "<title>Erreur" not in page(rf)
    assert "<title>Erreur\u00a0: " in page(rf, form=DemoForm({}))
    assert "<title>Erreur\u00a0: " in page(rf, page_has_errors=True)


@pytest.mark.parametrize(("language", "html_lang"), [("fr", "fr"), ("fr-inclusif", "fr"), ("en", "en")])
def test_the_page_tells_its_language(rf, language, html_lang):
    with override(language):
        assert f'<html lang="{html_lang}"' in page(rf)


@pytest.mark.parametrize(("cookie", "attribute"), [("sombre", ' data-theme="sombre"'), ("", ""), ('"><script>', "")])
def test_only_a_known_theme_reaches_the_page(rf, cookie, attribute):
    assert re.search(r"<html lang=\"fr\"(.*)>", page(rf, theme=cookie))[1] == attribute


def test_the_navigation_marks_the_current_page_in_both_forms(rf):
    html = page(rf)
    assert html.count('aria-current="page">Trouver une mentore') == 2
    labels = re.findall(r'<nav[^>]* aria-label="([^"]+)"', html)
    assert len(labels) == len(set(labels)) == 3


def test_signing_out_is_a_button_that_posts(rf):
    links = [
        {"url": "/profil/", "label": "Mon profil"},
        {"url": "/deconnexion/", "label": "Se déconnecter", "post": True},
    ]
    menu = {"name": "Nadia", "role": "mentee", "photo_url": "", "links": links}
    html = page(rf, account_menu=menu, csrf_token="t0ken")
    assert re.search(r'<form action="/deconnexion/" method="post">.*t0ken.*<button', html)
    assert '<a href="/profil/">Mon profil</a>' in html


def test_theme_and_language_are_chosen_by_a_post(rf):
    html = page(rf, theme="sombre")
    assert re.findall(r'<form action="(/theme/|/langue/)" method="(\w+)"', html) == [
        ("/langue/", "post"),
        ("/theme/", "post"),
    ]
    assert re.findall(r'value="(\w*)" aria-pressed="true"', html) == ["sombre"]
    assert "t0ken" in html and "English" in html
    with override("en"):
        assert "Français" in page(rf)


def test_a_space_has_its_own_navigation(rf):
    tabs = [
        {"url": "/a/", "label": "Mes binômes", "current": True},
        {"url": "/b/", "label": "Mes demandes", "count": 1},
    ]
    html = page(rf, "ui/base_space.html", subnav=tabs, subnav_label="Mon espace")
    assert '<nav class="subnav" aria-label="Mon espace">' in html
    assert '<a href="/a/" aria-current="page">Mes binômes</a>' in html and '<span class="count">1</span>' in html


def test_a_group_of_pages_opens_without_javascript_and_says_what_waits_in_it(rf):
    group = [{"url": "/b/", "label": "Signalements", "current": True, "count": 2}, {"url": "/c/", "label": "Messages"}]
    tabs = [{"url": "/a/", "label": "Aujourd’hui"}, {"label": "À traiter", "count": 5, "group": group, "current": True}]
    html = page(rf, "ui/base_space.html", subnav=tabs, subnav_label="Équipe")
    assert re.search(r'<details class="tabs" name="subnav"><summary aria-current="true">À traiter <span', html)
    assert '<a href="/b/" aria-current="page">Signalements <span class="count">2</span></a>' in html
    assert html.count('<span class="count">5</span>') == 1


def test_a_page_that_is_one_form_carries_its_token_and_its_files(rf):
    html = page(rf, "ui/base_form.html", form=DemoForm({}), csrf_token="t0ken")
    assert 'enctype="multipart/form-data"' in html and "t0ken" in html
    assert html.index("error-summary") < html.index("<form class=")


def test_messages_have_a_look_and_a_role_by_level(rf):
    class Message:
        def __init__(self, tags, text):
            self.tags, self.text = tags, text

        def __str__(self):
            return self.text

    html = page(rf, messages=[Message("success", "Envoyée !"), Message("error", "<b>Raté</b>"), Message("info", "Bon")])
    assert re.findall(r'class="flash (\S*)" role="(\w+)"', html) == [
        ("is-success", "status"),
        ("is-danger", "alert"),
        ("", "status"),
    ]
    assert "Envoyée\u00a0!" in html and "&lt;b&gt;" in html


def test_a_confirmation_is_a_whole_page_and_a_dialog_in_waiting(rf):
    words = {
        "title": "Retirer ?",
        "text": "Vraiment.",
        "action": "/retirer/",
        "label": "Retirer",
        "cancel_url": "/",
        "cancel_label": "Garder",
    }
    html = page(rf, "ui/confirm.html", csrf_token="t0ken", **words)
    assert "<title>Retirer ? · Binôme</title>" in html and "data-dialog-content" in html
    assert html.index(">Retirer</button>") < html.index("data-dialog-close"), "the safe choice comes second"


def test_steps_say_their_state_in_words(rf):
    steps = [
        {"label": "Compte", "state": "done"},
        {"label": "Profil", "state": "now"},
        {"label": "Charte", "state": "todo"},
    ]
    html = page(rf, "ui/_track.html", steps=steps, label="Étapes")
    assert [w for w in ("Terminée", "Étape 2 sur 3", "À venir") if w in html] == [
        "Terminée",
        "Étape 2 sur 3",
        "À venir",
    ]
    assert html.count('aria-current="step"') == 1


@pytest.mark.parametrize("name", ["400", "403", "404", "429"])
def test_pages_for_what_went_wrong_say_what_to_do(rf, name):
    html = page(rf, f"ui/{name}.html")
    assert html.count("<h1") == 1 and "btn btn-primary" in html


@pytest.mark.parametrize("name", ["500", "offline"])
def test_the_last_resort_needs_no_context_at_all(name):
    html = render_to_string(f"ui/{name}.html")
    assert html.count("<h1") == 1 and "<script" not in html and "binome" in html


def test_the_home_page_is_the_same_for_every_visitor_and_says_that_its_portraits_are_invented(rf):
    html = page(rf, "web/home.html")
    assert "Portraits imaginés pour l’exemple" in html
    assert html.count("<details") - html.count('class="menu"') == 6
    assert not re.search(r'href="(?!/|#)', html), "links stay on the site"
    assert 'href="/inscription/?place=mentor"' in html and 'href="/inscription/?place=mentee"' in html


def test_a_programme_with_its_own_words_gets_a_home_page_in_its_words(rf):
    words = {
        "one": "marraine",
        "many": "marraines",
        "a": "une marraine",
        "the": "la marraine",
        "of": "de la marraine",
        "to": "à la marraine",
    }
    voc = {**context(rf.get("/"))["voc"], "mentor": words}
    assert "mentore" not in re.sub(r"mentorée|mentorat|mentore\b(?=<)", "", page(rf, "web/home.html", voc=voc, nav=[]))


MAIL = {
    "site_name": "Binôme",
    "site_url": "https://b.example",
    "button_url": "https://b.example/d",
    "mentor_name": "Hélène",
    "mentee_name": "Nadia",
}
HTML = (
    '{% extends "ui/mail/base.html" %}{% block heading %}Bonjour{% endblock %}'
    '{% block body %}<p>Un {{ name }}</p><p class="small">Deux</p><p id="x">Trois</p>{% endblock %}'
)


def test_an_html_mail_dresses_bare_elements_and_escapes_names():
    html = show(HTML, **MAIL, name="<i>nom</i>")
    assert re.search(r'<p class="t" style="[^"]+">Un &lt;i&gt;nom&lt;/i&gt;</p>', html)
    assert re.search(r'<p class="m" style="[^"]+">Deux</p>', html) and '<p id="x">Trois</p>' in html
    assert ">H</td>" in html and ">N</td>" in html and "Hélène" not in html


def test_unsubscribing_is_offered_only_where_it_is_possible():
    assert "Ne plus recevoir" not in show(HTML, **MAIL, name="")
    assert 'href="https://b.example/u"' in show(HTML, **MAIL, name="", unsubscribe_url="https://b.example/u")


def test_a_text_mail_is_not_escaped_and_prints_its_link():
    template = '{% extends "ui/mail/base.txt" %}{% block body %}L\'amie & {{ name }}{% endblock %}'
    text = show(template, **MAIL, name="<moi>")
    assert "L'amie & <moi>" in text and "https://b.example/d" in text and "<p" not in text
