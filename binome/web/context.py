"""What every template knows: the programme's words, the navigation, the theme."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from binome.programmes.models import Role


def _link(url_name: str, label: str, request, query: str = "") -> dict[str, object]:
    match = request.resolver_match
    return {
        "url": reverse(url_name) + query,
        "label": label,
        "current": bool(match and match.url_name == url_name and not query),
    }


def vocabulary(request) -> dict[str, dict[str, str]]:
    words = request.programme.vocabulary
    return words["en"] if request.LANGUAGE_CODE == "en" else words["fr"]


def navigation(request, voc) -> list[dict[str, object]]:
    """The main links, by what the visitor is."""
    find = _link("mentor-list", _("Trouver %(a_mentor)s") % {"a_mentor": voc["mentor"]["a"]}, request)
    if not request.user.is_authenticated:
        become = _("Devenir %(mentor)s") % {"mentor": voc["mentor"]["one"]}
        return [find, _link("signup-start", become, request, f"?place={Role.MENTOR}")]
    member = request.membership
    links = []
    if member.is_staff:
        links.append(_link("moderation-queue", _("Modération"), request))
    if member.is_mentee or member.is_staff:
        links.append(find)
    if member.is_active:
        links.append(_link("my-space", _("Mon espace"), request))
    if settings.DEMO:
        links.append(_link("demo-mailbox", _("E-mails"), request))
    return links


def footer(request, voc) -> list[dict[str, object]]:
    community = [
        _link("mentor-list", _("Trouver %(a_mentor)s") % {"a_mentor": voc["mentor"]["a"]}, request),
        _link("signup-start", _("Devenir %(mentor)s") % {"mentor": voc["mentor"]["one"]}, request, "?place=mentor"),
        _link("charter", _("La charte éthique"), request),
    ]
    help_links = [
        _link("who-sees-what", _("Qui voit mes données"), request),
        _link("account_login", _("Se connecter"), request),
    ]
    return [
        {"title": _("La communauté"), "links": community},
        {"title": _("Aide"), "links": help_links},
    ]


def site(request):
    """Context processor of every page. Errors before the programme is known get the bare minimum."""
    if not hasattr(request, "membership"):
        return {"site_name": "Binôme"}
    voc = vocabulary(request)
    return {
        "site_name": request.programme.name,
        "site_url": settings.SITE_URL,
        "programme": request.programme,
        "membership": request.membership,
        "voc": voc,
        "nav": navigation(request, voc),
        "footer_groups": footer(request, voc),
        "contact_email": request.programme.contact_email,
        "theme": request.COOKIES.get("binome_theme", ""),
        "DEMO": settings.DEMO,
    }
