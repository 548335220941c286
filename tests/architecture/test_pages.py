"""Every template is used, and every address of the site is named in a test."""

import re
from pathlib import Path

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from binome.core import mails

from .sources import files, read


def templates() -> set[str]:
    """Their names as a view writes them."""
    paths = [path for path in files(".html", ".txt", ".typ") if re.match(r"binome/.*/templates/", path)]
    return {path.split("/templates/", 1)[1] for path in paths}


def of_other_packages(names: set[str]) -> set[str]:
    """Those that replace the template of another package."""
    folders = [Path(app.path) / "templates" for app in apps.get_app_configs() if not app.name.startswith("binome.")]
    asked_for = {"429.html"}  # by allauth's rate limits, which bring none
    return asked_for | {name for name in names if any((folder / name).exists() for folder in folders)}


def not_cited(names: set[str], text: str) -> set[str]:
    """A name is cited when it stands between quotes."""
    return {name for name in names if not re.search(rf"[\"']{re.escape(name)}[\"']", text)}


def url_names(resolver: URLResolver | None = None) -> set[str]:
    """The names of our own addresses; allauth gives its own names to the views that it brings."""
    names = set()
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            module = getattr(pattern.urlconf_name, "__name__", str(pattern.urlconf_name))
            names |= set() if module.startswith("allauth") else url_names(pattern)
        elif isinstance(pattern, URLPattern) and pattern.name and not pattern.name.startswith(("account_", "mfa_")):
            names.add(pattern.name)
    return names


def test_every_template_is_used():
    text = "\n".join(read(path) for path in files(".py", ".html", ".txt", ".typ") if not path.startswith("tests/"))
    words_of_mails = {f"{kind.template}.{ending}" for kind in mails.all_kinds() for ending in ("txt", "html")}
    assert not_cited(templates() - words_of_mails - of_other_packages(templates()), text) == set()


def test_an_unused_template_is_found():
    assert not_cited({"web/a.html", "web/b.html"}, 'render(request, "web/a.html")') == {"web/b.html"}


def test_every_mail_has_its_words():
    wanted = {f"{kind.template}.txt" for kind in mails.all_kinds()}
    assert wanted - templates() == set()


def test_every_address_is_named_in_a_test():
    text = "\n".join(read(path) for path in files(".py") if path.startswith("tests/"))
    assert not_cited(url_names(), text) == set()


def test_an_address_without_a_test_is_found():
    assert not_cited({"pair-detail", "home"}, 'reverse("home")') == {"pair-detail"}


def test_the_names_of_addresses_are_in_kebab_case():
    assert {name for name in url_names() if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)} == set()


def unclosed_comments(source: str) -> list[str]:
    """A comment of a template ends on its line, or the page shows it."""
    return [line for line in source.splitlines() if line.count("{#") != line.count("#}")]


def test_no_comment_of_a_template_is_shown():
    assert {path: found for path in files(".html", ".txt") if (found := unclosed_comments(read(path)))} == {}


def test_a_comment_on_two_lines_is_found():
    assert unclosed_comments("{# one #}\n{# two\nlines #}") == ["{# two", "lines #}"]
