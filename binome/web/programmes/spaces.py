"""Where she goes from: the programmes in which she takes part, or for which she works."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from binome.programmes.queries import programmes_of


@require_safe
def my_programmes(request: HttpRequest) -> HttpResponse:
    """Her programmes, each under its own address."""
    return render(request, "programmes/my_programmes.html", {"programmes": programmes_of(request.user)})
