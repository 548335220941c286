"""What every template knows: the programme's words, the navigation, the theme."""

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext as _

from binome.core.languages import text_language
from binome.programmes.models import Role, StaffRole


@lru_cache(maxsize=2_000)
def _address(url_name: str, prefix: str) -> str:
    """A fixed address, worked out once in each programme: every page has ten of them."""
    return reverse(url_name)


def _link(url_name: str, label: str, request, query: str = "") -> dict[str, object]:
    match = request.resolver_match
    return {
        "url": _address(url_name, get_script_prefix()) + query,
        "label": label,
        "current": bool(match and match.url_name == url_name and not query),
    }


def vocabulary(request) -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = request.programme.vocabulary[text_language(request.LANGUAGE_CODE)]
    return words


def navigation(request, voc) -> list[dict[str, object]]:
    """The main links, by what the visitor is."""
    find = _link("mentor-list", _("Trouver %(a_mentor)s") % {"a_mentor": voc["mentor"]["a"]}, request)
    if not request.user.is_authenticated:
        become = _("Devenir %(mentor)s") % {"mentor": voc["mentor"]["one"]}
        return [
            find,
            _link("signup-start", become, request, f"?place={Role.MENTOR}"),
            _link("resource-list", _("Ressources"), request),
            *_demonstration(request),
            _link("account_login", _("Se connecter"), request),
            {**_link("signup-start", _("S’inscrire"), request), "primary": True},
        ]
    member = request.membership
    links = []
    if member.is_pilot:
        links.append(_link("pilot-dashboard", _("Pilotage"), request))
    if StaffRole.Kind.SPONSOR in member.staff_kinds:
        links.append(_link("sponsor-space", _("Où en est le programme"), request))
    if member.is_moderator:
        links.append(_link("moderation-queue", _("Modération"), request))
    if request.programme.modality.self_service and (member.is_mentee or member.is_staff):
        links.append(find)
    if member.has_space:
        links.append(_link("my-space", _("Mon espace"), request))
    return [*links, _link("resource-list", _("Ressources"), request), *_demonstration(request)]


def _demonstration(request) -> list[dict[str, object]]:
    return [_link("demo-mailbox", _("E-mails"), request)] if settings.DEMO else []


def account_menu(request) -> dict[str, object] | None:
    """Her own corner of the header. Without her photo: it would cost a query on each page."""
    if not request.user.is_authenticated:
        return None
    member = request.membership
    links = [_link("my-programmes", _("Mes programmes"), request), _link("settings", _("Mes réglages"), request)]
    if member.enrolment is not None and request.programme.modality.self_service:
        links.insert(0, _link("profile-edit", _("Mon profil"), request))
    links.append({**_link("account_logout", _("Se déconnecter"), request), "post": True})
    role = member.enrolment.role if member.enrolment else "neutral"
    return {"name": request.user.first_name, "role": role, "photo_url": "", "links": links}


def footer(request, voc) -> list[dict[str, object]]:
    community = [_link("charter", _("La charte éthique"), request)]
    if request.programme.is_home:
        become = _("Devenir %(mentor)s") % {"mentor": voc["mentor"]["one"]}
        community.insert(0, _link("signup-start", become, request, "?place=mentor"))
    if request.programme.modality.self_service and not request.membership.is_past:
        find = _("Trouver %(a_mentor)s") % {"a_mentor": voc["mentor"]["a"]}
        community.insert(0, _link("mentor-list", find, request))
    help_links = [_link("who-sees-what", _("Qui voit mes données"), request)]
    if request.user.is_authenticated:
        help_links.append(_link("write-to-team", _("Écrire à l’équipe"), request))
    else:
        help_links.append(_link("contact", _("Nous écrire"), request))
        help_links.append(_link("account_login", _("Se connecter"), request))
    learning = [
        _link("resource-list", _("Ressources"), request),
        _link("question-list", _("Questions fréquentes"), request),
        _link("news-list", _("Actualités"), request),
    ]
    return [
        {"title": _("La communauté"), "links": community},
        {"title": _("S’informer"), "links": learning},
        {"title": _("Aide"), "links": help_links},
    ]


def legal_links(request, *, conformity: str = "") -> list[dict[str, object]]:
    """The first page says the state of conformity too (RGAA). `request.notice_url`: the notice of a programme that she
    is asked to join, from outside."""
    notice = _link("privacy-notice", _("Confidentialité"), request)
    accessibility = _("Accessibilité : %(state)s") % {"state": conformity} if conformity else _("Accessibilité")
    return [
        _link("legal-notice", _("Mentions légales"), request),
        {**notice, "url": getattr(request, "notice_url", "") or notice["url"]},
        _link("cookie-notice", _("Cookies"), request),
        _link("accessibility-statement", accessibility, request),
    ]


def site(request):
    """Context processor of every page. Errors before the programme is known get the bare minimum."""
    if not hasattr(request, "membership"):
        return {"site_name": "Binôme", "theme": request.COOKIES.get("binome_theme", "")}
    voc = vocabulary(request)
    tagline = "" if request.programme.is_home else _("On y participe librement, et on s’arrête quand on veut.")
    return {
        "site_name": request.programme.name,
        "site_tagline": tagline,
        "site_url": settings.SITE_URL,
        "programme": request.programme,
        "membership": request.membership,
        "voc": voc,
        "nav": navigation(request, voc),
        "account_menu": account_menu(request),
        "footer_groups": footer(request, voc),
        "legal_links": legal_links(request),
        "contact_email": request.programme.contact_email,
        "theme": request.COOKIES.get("binome_theme", ""),
        "DEMO": settings.DEMO,
    }
