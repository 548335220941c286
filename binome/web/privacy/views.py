"""The legal pages, made from what the site is and does and from what its organisation says; and what she accepted."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from binome.privacy import notices
from binome.privacy.agreements import agreements_of
from binome.privacy.operator import answering_for, operator_of_site
from binome.ui.texts import markdown
from binome.web.pages.visibility import visibility

from .cookies import cookie_table


def _page(request: HttpRequest, notice: notices.Notice, **shown: Any) -> HttpResponse:
    parts = [
        {"shape": part.shape, "html": markdown(part.text)} if isinstance(part, notices.Text) else part
        for part in notice.parts
    ]
    context = {"title": notice.title, "parts": parts, **visibility(request), **shown}
    return render(request, "privacy/notice.html", context)


@require_safe
@login_not_required
def legal_notice(request: HttpRequest) -> HttpResponse:
    return _page(request, notices.legal_notice(request.programme, operator_of_site()))


@require_safe
@login_not_required
def privacy_notice(request: HttpRequest) -> HttpResponse:
    return notice_of_programme(request)


def notice_of_programme(request: HttpRequest, **shown: Any) -> HttpResponse:
    """Of who answers for the data of this programme. `shown`: what the page shows besides."""
    return _page(request, notices.privacy_notice(request.programme, answering_for(request.programme)), **shown)


@require_safe
@login_not_required
def cookie_notice(request: HttpRequest) -> HttpResponse:
    return _page(request, notices.cookie_notice(request.programme, cookie_table()))


@require_safe
@login_not_required
def accessibility_statement(request: HttpRequest) -> HttpResponse:
    details = operator_of_site()
    return _page(request, notices.accessibility_statement(request.programme, details, url=settings.SITE_URL))


@require_safe
def my_agreements(request: HttpRequest) -> HttpResponse:
    """What she accepted, with its dates."""
    return render(request, "privacy/agreements.html", {"agreements": agreements_of(request.user)})
