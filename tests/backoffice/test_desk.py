"""The team's navigation: every page in two clicks at most, what waits, and no page of another role."""

import pytest
from django.urls import reverse

from tests.factories import a_mentee, a_mentor, an_administrator
from tests.support.cast import a_case, a_message

from .pages import text

pytestmark = pytest.mark.django_db


def navigation(client, name="moderators-day"):
    return client.get(reverse(name)).context["subnav"]


def addresses(tabs):
    return [link["url"] for tab in tabs for link in tab.get("group", [tab])]


def test_every_page_of_a_moderator_is_two_clicks_away_and_opens(team):
    urls = addresses(navigation(team))
    assert len(urls) == len(set(urls)) > 8
    for url in urls:
        assert team.get(url).status_code == 200, url


def test_an_administrator_has_one_group_more(window, team):
    elsa = window(an_administrator("Elsa"))
    more = set(addresses(navigation(elsa))) - set(addresses(navigation(team)))
    assert more >= {reverse("edit-eligibility"), reverse("privacy-desk"), reverse("breach-list")}
    for url in more:
        assert elsa.get(url).status_code == 200 and team.get(url).status_code == 404, url


def test_a_group_counts_what_waits_in_its_pages(team):
    a_case(a_mentee("Awa"), a_mentor("Bruna"))
    a_message(a_mentee("Hawa"))
    (to_do,) = [tab for tab in navigation(team) if tab["count"]]
    assert to_do["count"] == sum(page["count"] for page in to_do["group"]) == 2
    assert "À traiter 2" in text(team.get(reverse("journal")))


@pytest.mark.parametrize(
    "name", ["moderators-day", "case-list", "late-requests", "theme-list", "charter-desk", "journal"]
)
def test_the_page_and_its_group_are_marked_as_current(team, name):
    tabs = [tab for tab in navigation(team, name) if tab["current"]]
    assert [link["url"] for tab in tabs for link in tab.get("group", [tab]) if link["current"]] == [reverse(name)]
