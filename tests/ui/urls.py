"""Just enough addresses to render the look alone, without the fronts that will hold them."""

from django.urls import include, path
from django.views.generic import TemplateView

from binome.ui.styleguide import styleguide

page = TemplateView.as_view(template_name="web/home.html")

urlpatterns = [
    path("", page, name="home"),
    path("styleguide/", styleguide, name="styleguide"),
    path("inscription/", page, name="signup-start"),
    path("mentores/", page, name="mentor-list"),
    path("connexion/", page, name="account_login"),
    path("charte/", page, name="charter"),
    path("i18n/", include("django.conf.urls.i18n")),
]
