"""Just enough addresses to render the look alone, without the fronts that will hold them."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template import Context, loader
from django.urls import path

from binome.programmes.defaults import vocabulary
from binome.ui.styleguide import styleguide

NAV = [
    {"url": "/mentores/", "label": "Trouver une mentore", "current": True},
    {"url": "/inscription/", "label": "Devenir mentore", "current": False},
    {"url": "/connexion/", "label": "Se connecter", "current": False},
    {"url": "/inscription/", "label": "S’inscrire", "current": False, "primary": True},
]
FOOTER = [{"title": "La communauté", "links": [{"url": "/charte/", "label": "La charte éthique"}]}]


def context(request) -> dict[str, object]:
    """What the site's own context processor gives to every page."""
    return {
        "request": request, "site_name": "Binôme", "voc": vocabulary()["fr"], "nav": NAV, "footer_groups": FOOTER,
        "contact_email": "bonjour@binome.example", "theme": request.COOKIES.get("binome_theme", ""),
    }  # fmt: skip


@login_not_required
def page(request, template: str = "web/home.html"):
    """Any template of ours, with that context and no other."""
    return HttpResponse(loader.get_template(template).template.render(Context(context(request))))


urlpatterns = [
    path("", page, name="home"),
    path("styleguide/", styleguide, name="styleguide"),
    path("inscription/", page, name="signup-start"),
    path("mentores/", page, name="mentor-list"),
    path("connexion/", page, name="account_login"),
    path("charte/", page, name="charter"),
    path("page/<path:template>", page, name="any-template"),
]
