"""Just enough addresses to render the look alone, without the fronts that will hold them."""

from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template import Context, Template, loader
from django.urls import path

from binome.programmes.defaults import vocabulary
from binome.ui.styleguide import TYPED, DemoForm, styleguide
from binome.web.pages.showcase import SHOWCASES

NAV = [
    {"url": "/mentores/", "label": "Trouver une mentore", "current": True},
    {"url": "/inscription/", "label": "Devenir mentore", "current": False},
    {"url": "/connexion/", "label": "Se connecter", "current": False},
    {"url": "/inscription/", "label": "S’inscrire", "current": False, "primary": True},
]
FOOTER = [{"title": "La communauté", "links": [{"url": "/charte/", "label": "La charte éthique"}]}]


def context(request) -> dict[str, object]:
    """What the site's own context processor gives to every page, and what the home page adds."""
    return {
        "request": request, "site_name": "Binôme", "voc": vocabulary()["fr"], "nav": NAV, "footer_groups": FOOTER,
        "contact_email": "bonjour@binome.example", "csrf_token": "t0ken",
        "theme": request.COOKIES.get("binome_theme", ""), "showcase": SHOWCASES["fr"], "lead": "",
    }  # fmt: skip


@login_not_required
def page(request, template: str = "web/home.html", **more):
    """Any template of ours, with that context and no other."""
    return HttpResponse(loader.get_template(template).template.render(Context({**context(request), **more})))


def written(request, source: str, **more):
    """A template written here."""
    return HttpResponse(Template(source).render(Context({**context(request), **more})))


@login_not_required
def refused(request):
    """A form that was just refused."""
    source = (
        '{% extends "ui/base_form.html" %}{% block heading %}Votre profil{% endblock %}'
        '{% block actions %}<button class="btn btn-primary">Continuer</button>{% endblock %}'
    )
    return written(request, source, form=DemoForm(TYPED), csrf_token="token")


@login_not_required
def link(request, target: str):
    """A page with one link to a confirmation."""
    source = (
        '{% extends "ui/base.html" %}{% block content %}<div class="wrap page"><h1>Ma demande</h1>'
        '<a class="btn" href="{{ target }}" data-dialog>Retirer ma demande</a></div>{% endblock %}'
    )
    return written(request, source, target=target)


CONFIRMATION = {
    "title": "Retirer votre demande\u00a0?", "text": "Hélène ne la verra plus.", "action": "/withdraw/",
    "label": "Retirer la demande", "cancel_url": "/", "cancel_label": "La garder", "csrf_token": "token",
}  # fmt: skip
GROUPS = [
    {"url": "#", "label": "Aujourd’hui", "current": True},
    *({"label": f"Groupe {n}", "count": n, "group": [{"url": "#", "label": f"Page {n}"}] * 4} for n in range(4)),
]
TABS = [{"url": "#", "label": f"Un onglet au nom long {n}", "current": n == 7} for n in range(9)]


urlpatterns = [
    path("", page, name="home"),
    path("styleguide/", styleguide, name="styleguide"),
    path("inscription/", page, name="signup-start"),
    path("mentores/", page, name="mentor-list"),
    path("connexion/", page, name="account_login"),
    path("charte/", page, name="charter"),
    path("questions/", page, name="question-list"),
    path("theme/", page, name="set-theme"),
    path("langue/", page, name="set-language"),
    path("refused/", refused),
    path("withdraw/", partial(page, template="ui/confirm.html", **CONFIRMATION)),
    path("withdraw/link/", link, {"target": "/withdraw/"}),
    path("withdraw/broken/", link, {"target": "/page/ui/404.html"}),
    path("groups/", partial(page, template="ui/base_space.html", subnav=GROUPS, subnav_label="Groupes")),
    path("tabs/", partial(page, template="ui/base_space.html", subnav=TABS, subnav_label="Onglets")),
    path("page/<path:template>", page, name="any-template"),
]
