"""The shelves of the library: named, ordered, removed by the team."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from binome.library import actions
from binome.library.models import Theme
from binome.library.queries import themes_of

from ..access import staff_required
from ..desk import desk
from .forms import ThemeForm


@staff_required
def theme_list(request: HttpRequest) -> HttpResponse:
    """All of them, and a new one."""
    return _form_page(request, None)


@staff_required
def edit_theme(request: HttpRequest, slug: str) -> HttpResponse:
    return _form_page(request, _find(request, slug))


def _find(request: HttpRequest, slug: str) -> Theme:
    return get_object_or_404(Theme, programme=request.programme, slug=slug)


def _form_page(request: HttpRequest, theme: Theme | None) -> HttpResponse:
    shelves = list(themes_of(request.programme).annotate(texts=Count("articles")))
    if theme:
        initial = {"name": theme.name, "name_en": theme.name_en, "position": theme.position}
    else:
        initial = {"position": max((shelf.position for shelf in shelves), default=0) + 10}
    form = ThemeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.save_theme(
            programme=request.programme, theme=theme, by=request.user, now=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("Le thème est enregistré."))
        return redirect("theme-list")
    context = desk(request, "theme-list") | {"shelves": shelves, "theme": theme, "form": form}
    return render(request, "backoffice/theme_list.html", context, status=422 if form.errors else 200)


@staff_required
def remove_theme(request: HttpRequest, slug: str) -> HttpResponse:
    """Once she is sure: the texts would have to be placed again one by one."""
    theme = _find(request, slug)
    if request.method != "POST":
        context = desk(request, "theme-list") | {
            "title": _("Supprimer le thème « %(name)s » ?") % {"name": theme.name},
            "text": _("Ses textes restent dans la bibliothèque, sans thème."),
            "action": reverse("remove-theme", args=[slug]),
            "label": _("Supprimer le thème"),
            "cancel_url": reverse("theme-list"),
            "cancel_label": _("Garder le thème"),
        }
        return render(request, "ui/confirm.html", context)
    actions.remove_theme(theme=theme, by=request.user, now=timezone.now())
    messages.success(request, _("Le thème est supprimé. Ses textes restent, sans thème."))
    return redirect("theme-list")
