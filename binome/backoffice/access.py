"""Who may open the team's pages. The second factor is asked by the gate before any view."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from binome.programmes.models import StaffRole

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
        if StaffRole.Kind.ADMINISTRATOR not in request.membership.staff_kinds:
            raise Http404
        return view(request, *args, **kwargs)

    return checked
