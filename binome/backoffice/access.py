"""Who may open the team's pages. The second factor is asked by the gate before any view."""

from collections.abc import Callable
from functools import wraps

from allauth.account.decorators import reauthentication_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from binome.programmes.models import StaffRole
from binome.programmes.queries import Perimeter, perimeter_of

View = Callable[..., HttpResponse]


class KeptAway(Exception):
    """This page involves her too closely (N12). Its text is for her, and says nothing of what is inside."""


def staff_required(view: View) -> View:
    """For the programme's team; to anyone else the page does not exist."""

    @wraps(view)
    def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.membership.is_moderator:
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except KeptAway as refused:
            return render(request, "backoffice/kept_away.html", {"sentence": str(refused)}, status=403)

    return checked


def administrator_required(view: View) -> View:
    """For the programme's administrators; to anyone else, a moderator too, the page does not exist."""

    @staff_required
    @wraps(view)
    def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.membership.is_administrator:
            raise Http404
        return view(request, *args, **kwargs)

    return checked


def site_administrator_required(view: View) -> View:
    """For the administrators of the site: what concerns every programme. Inside a programme the page does not exist."""

    @administrator_required
    @wraps(view)
    def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.programme.is_home:
            raise Http404
        return view(request, *args, **kwargs)

    return checked


def confirmed(view: View) -> View:
    """For an administrator of the site who has just shown again that it is she."""
    return site_administrator_required(reauthentication_required(app="allauth.account")(view))


def pilot_required(view: View) -> View:
    """For who runs the programme or her perimeter of it; `request.perimeter` is what she may see. Else 404."""

    @wraps(view)
    def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.membership.is_pilot:
            raise Http404
        everyone = Perimeter(request.programme, whole=True) if request.membership.is_manager else None
        request.perimeter = everyone or perimeter_of(request.user, request.programme)
        return view(request, *args, **kwargs)

    return checked


def manager_required(view: View) -> View:
    """For who manages the whole programme: what decides for everyone. To a local manager or coordinator, 404."""

    @pilot_required
    @wraps(view)
    def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.membership.is_manager:
            raise Http404
        return view(request, *args, **kwargs)

    return checked


def sponsor_required(view: View) -> View:
    """For a sponsor; `request.perimeter` is what her figures count, and she sees nobody of it (D16). Else 404."""

    @wraps(view)
    def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        kind = StaffRole.Kind.SPONSOR
        if kind not in request.membership.staff_kinds:
            raise Http404
        request.perimeter = perimeter_of(request.user, request.programme, (kind,))
        return view(request, *args, **kwargs)

    return checked
