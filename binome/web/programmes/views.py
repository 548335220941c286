"""The charter: its text for everyone, its acceptance for members (A19)."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from binome.programmes import actions
from binome.programmes.queries import charter_in_force, charter_last_signed, charters_of
from binome.web.library.sheets import paper_response
from binome.web.people.forms import CharterForm

from .texts import charter_changes, charter_html, charter_sheet


@login_not_required
def charter(request: HttpRequest) -> HttpResponse:
    in_force = charter_in_force(request.programme)
    context = {
        "charter": in_force, "charter_html": charter_html(in_force), "has_past": bool(in_force and in_force.number > 1),
    }  # fmt: skip
    return render(request, "programmes/charter.html", context)


@require_safe
@login_not_required
def charter_list(request: HttpRequest) -> HttpResponse:
    """Every version that was in force: public, like the charter itself."""
    return render(request, "programmes/charter_list.html", {"versions": charters_of(request.programme)})


@require_safe
@login_not_required
def charter_version(request: HttpRequest, number: int) -> HttpResponse:
    """One version as it was, and what it changed."""
    versions = {version.number: version for version in charters_of(request.programme)}
    if number not in versions:
        raise Http404
    version, before = versions[number], versions.get(number - 1)
    context = {
        "charter": version, "charter_html": charter_html(version), "before": before,
        "passages": charter_changes(before, version), "in_force": max(versions) == number,
    }  # fmt: skip
    return render(request, "programmes/charter_version.html", context)


@require_safe
@login_not_required
def charter_paper(request: HttpRequest) -> HttpResponse:
    """The charter in force, to print."""
    in_force = charter_in_force(request.programme)
    if in_force is None:
        raise Http404
    return paper_response(charter_sheet(request, in_force), name="charte")


def sign_charter(request: HttpRequest) -> HttpResponse:
    """A version that she has not accepted yet: before anything with a member (B6)."""
    version = charter_in_force(request.programme)
    if version is None or request.membership.charter_signed:
        return redirect(next_page(request))
    form = CharterForm(request.POST or None, number=version.number)
    if request.method == "POST" and form.is_valid():
        actions.sign_charter(person=request.user, version=version, now=timezone.now())
        return redirect(next_page(request))
    if "version" in form.errors:
        form.data = {"version": version.number}  # the next press accepts what she now reads
    signed = charter_last_signed(request.programme, request.user)
    context = {
        "form": form, "charter": version, "charter_html": charter_html(version), "next": next_page(request),
        "signed": signed, "passages": charter_changes(signed, version),
    }  # fmt: skip
    return render(request, "programmes/sign_charter.html", context, status=422 if form.errors else 200)


def next_page(request: HttpRequest) -> str:
    """Back to the page she wanted, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours and wanted.startswith("/") else "my-space"  # without a slash, it would be a view
