"""Who opens the pages of personal data: administrators, and nobody else."""

import pytest
from django.test import Client
from django.urls import reverse

from binome.backoffice.privacy import urls
from tests.factories import a_mentor, a_moderator, log_in

pytestmark = pytest.mark.django_db
ROUTES = {pattern.name: list(pattern.pattern.converters) for pattern in urls.urlpatterns}
PAGES = [
    "privacy-desk", "operator-details", "processing-register", "impact-assessment", "breach-list", "declare-breach",
    "who-saw", "rights-requests",
]  # fmt: skip


@pytest.mark.parametrize("name", ROUTES)
@pytest.mark.parametrize("make", [a_mentor, a_moderator])
@pytest.mark.parametrize("method", ["get", "post"])
def test_it_does_not_exist_for_anyone_else(programme, name, make, method):
    client = Client()
    log_in(client, make())
    assert getattr(client, method)(reverse(name, args=["x" for _ in ROUTES[name]])).status_code in {404, 405}


@pytest.mark.parametrize("name", ROUTES)
def test_a_stranger_is_asked_to_log_in(programme, name):
    answer = Client().get(reverse(name, args=["x" for _ in ROUTES[name]]))
    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("name", PAGES)
def test_an_administrator_opens_each_page_in_few_queries(office, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        assert office.get(reverse(name)).status_code == 200
