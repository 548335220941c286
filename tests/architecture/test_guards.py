"""The guards of every test are themselves tested: each must be able to fail."""

import socket

import pytest
from django.http import FileResponse, HttpResponse, JsonResponse
from django.template import Context, engines
from django.template.base import Origin, Template
from django.urls import path

from binome.core.models import Hold, Letter
from binome.people.models import CivilIdentity, User, open_identities
from tests import canary
from tests.strict_templates import OURS, UndefinedVariableError

LATER = "2026-01-02T03:04:05Z"


def write_something(request):
    Hold.objects.create(name="mail", since=LATER)
    return HttpResponse("done")


def show(request):
    shapes = {
        "html": lambda name: HttpResponse(f"<p>&#{ord(name[0])};{name[1:]}</p>"),
        "header": lambda name: HttpResponse(headers={"Content-Disposition": f'attachment; filename="{name}.pdf"'}),
        "json": lambda name: JsonResponse({"n": name}),
        "stream": lambda name: FileResponse(iter([name.encode()])),
        "redirect": lambda name: HttpResponse(status=302, headers={"Location": f"/?q=%{ord(name[0]):x}{name[1:]}"}),
        "nothing": lambda name: HttpResponse(name[:3]),
    }
    return shapes[request.GET["shape"]](request.GET["name"])


urlpatterns = [path("write/", write_something), path("show/", show)]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def no_middleware(settings):
    settings.MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]


@pytest.fixture
def awa():
    person = User.objects.create(email="awa@example.org", first_name="Awa", is_active=True, created_at=LATER)
    CivilIdentity(person=person, family_name=canary.family_name()).save_base(force_insert=True)
    return person


@pytest.fixture
def name_of_awa(awa):
    with open_identities():
        return CivilIdentity.objects.get(person=awa).family_name


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_page_that_is_read_may_not_write(client, method):
    with pytest.raises(AssertionError, match="writes"):
        getattr(client, method)("/write/")


def test_a_page_that_is_posted_may_write(client):
    assert client.post("/write/").status_code == 200


@pytest.mark.parametrize("shape", ["html", "header", "json", "stream", "redirect"])
def test_a_family_name_shown_to_a_stranger_is_caught(client, name_of_awa, shape):
    with pytest.raises(AssertionError, match="family name"):
        client.get("/show/", {"shape": shape, "name": name_of_awa})


def test_a_page_without_the_name_is_not_caught(client, name_of_awa):
    assert client.get("/show/", {"shape": "nothing", "name": name_of_awa}).status_code == 200


def test_she_may_read_her_own_name(client, awa, name_of_awa):
    client.force_login(awa, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/show/", {"shape": "html", "name": name_of_awa}).status_code == 200


def test_the_canary_is_not_counted_as_a_query_of_the_page(client, awa, name_of_awa, django_assert_num_queries):
    client.force_login(awa, backend="django.contrib.auth.backends.ModelBackend")
    with django_assert_num_queries(0):
        client.get("/show/", {"shape": "html", "name": name_of_awa})


def test_a_letter_with_a_family_name_is_caught(name_of_awa):
    letter = Letter.objects.create(
        kind="test", event="test:1", recipient_code="x", to="x@example.org", subject="Bonjour", text="",
        html=name_of_awa, language="fr", message_id="<1@test>", created_at=LATER, run_at=LATER,
    )  # fmt: skip
    with pytest.raises(AssertionError, match="letter"):
        canary.check_letters()
    letter.delete()


def test_rows_without_an_order_come_in_any_order():
    Hold.objects.bulk_create(Hold(name=f"{number:02}", since=LATER) for number in range(30))
    names = [hold.name for hold in Hold.objects.all()]
    assert names != sorted(names)
    assert sorted(names) == [hold.name for hold in Hold.objects.order_by("name")]


def test_the_network_is_closed():
    with socket.socket() as outside, pytest.raises(AssertionError, match=r"192\.0\.2\.1"):
        outside.connect(("192.0.2.1", 80))


def render(source, origin):
    template = Template(source, Origin(origin), engine=engines["django"].engine)
    return template.render(Context({"known": "yes", "person": {"first_name": "Awa"}}))


@pytest.mark.parametrize("source", ["{{ unknown }}", "{{ person.age }}", "{% if known %}{{ unknown }}{% endif %}"])
def test_an_undefined_variable_in_a_template_of_ours_fails(source):
    with pytest.raises(UndefinedVariableError, match="undefined"):
        render(source, f"{OURS}/web/templates/x.html")


def test_an_undefined_variable_elsewhere_is_empty():
    assert render("[{{ unknown }}]", "/elsewhere/allauth/x.html") == "[]"


@pytest.mark.ignore_undefined  # the mark itself is what is tested
def test_a_marked_test_may_leave_variables_out():
    assert render("[{{ unknown }}]", f"{OURS}/web/templates/x.html") == "[]"
