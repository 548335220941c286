"""The team's library: every text with its state, its page where it is written, and what becomes of it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from binome.library import actions, queries
from binome.library.actions import MoveRefused, Place, Words
from binome.library.models import Article, ArticleVersion, Kind
from binome.ui.differences import changed_passages

from ..access import staff_required
from ..desk import desk, page_of
from .forms import AltForm, ImageForm, NewArticleForm, PlaceForm, PublishForm, WordsForm, place_of
from .preview import preview_of, version_html

PARTS = ("title", "summary", "body", "title_en", "summary_en", "body_en")


@require_safe
@staff_required
def article_list(request: HttpRequest) -> HttpResponse:
    kind = request.GET.get("sorte", "") if request.GET.get("sorte") in Kind.values else ""
    states = queries.state_words()
    state = request.GET.get("etat", "") if request.GET.get("etat") in states else ""
    found = queries.desk_of(request.programme, now=timezone.now(), kind=kind, state=state)
    context = desk(request, "article-list") | page_of(request, found, size=30)
    context |= {"kinds": Kind.choices, "kind": kind, "states": list(states.items()), "state": state}
    return render(request, "backoffice/article_list.html", context)


@staff_required
def create_article(request: HttpRequest) -> HttpResponse:
    form = NewArticleForm(request.POST or None, initial={"kind": request.GET.get("sorte", Kind.FICHE)})
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        article = actions.create_article(
            programme=request.programme, kind=form.cleaned_data["kind"], words=form.words, place=Place(),
            by=request.user, now=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Le brouillon est enregistré. Personne d’autre que l’équipe ne le lit."))
        return redirect("edit-article", article.code)
    context = desk(request, "article-list") | {"form": form, "preview": _preview(request, form)}
    return render(request, "backoffice/article_new.html", context, status=422 if form.errors else 200)


def _preview(request: HttpRequest, form: WordsForm, article: Article | None = None) -> object:
    """What she would publish, when she asked to see it and it can be read."""
    if request.method != "POST" or "preview" not in request.POST or not form.is_valid():
        return None
    return preview_of(form.words, article)


@staff_required
def edit_article(request: HttpRequest, code: str) -> HttpResponse:
    """Read and write one text. The preview is a button like the other: no script is needed."""
    article = _find(request, code)
    now = timezone.now()
    if request.method != "POST":
        return _show(request, article)
    form = WordsForm(request.POST)
    if not form.is_valid() or "preview" in request.POST:
        return _show(request, article, form=form, preview=_preview(request, form, article))
    try:
        edits = form.cleaned_data["edits"]
        actions.save_draft(article=article, words=form.words, edits=edits, by=request.user, now=now)
    except MoveRefused as refused:
        form.add_error(None, str(refused))
        standing = queries.standing(article, now=now)
        form.data = {**form.data.dict(), "edits": standing.waiting.edits if standing.waiting else ""}
        return _show(request, article, form=form, theirs=standing.newest)
    messages.success(request, _("Le brouillon est enregistré."))
    return redirect("edit-article", code)


def _find(request: HttpRequest, code: str) -> Article:
    return get_object_or_404(Article, programme=request.programme, code=code)


def _show(request: HttpRequest, article: Article, **given: object) -> HttpResponse:
    """`given` replaces what the page shows at first: refused forms with what was typed, a preview."""
    now = timezone.now()
    standing = queries.standing(article, now=now)
    newest = standing.newest
    initial = {name: getattr(newest, name) for name in PARTS}
    initial["edits"] = standing.waiting.edits if standing.waiting else None
    history = queries.history_of(article)
    context = {
        **desk(request, "article-list"),
        "article": article,
        "standing": standing,
        "form": WordsForm(initial=initial),
        "publish_form": PublishForm(prefix="publish"),
        "place_form": place_form(request, article),
        "image_form": ImageForm(prefix="image"),
        "images": queries.images_of(article),
        "history": history,
        "page_url": reverse("article-detail", args=[article.kind, article.slug])
        if standing.state == "published"
        else "",
        "now": now,
        **given,
    }
    refused = any(getattr(form, "errors", None) for form in given.values())
    context["page_has_errors"] = refused
    return render(request, "backoffice/article_edit.html", context, status=422 if refused else 200)


def place_form(request: HttpRequest, article: Article) -> PlaceForm:
    given = {"programme": request.programme, "kind": article.kind, "english": request.LANGUAGE_CODE == "en"}
    if request.method == "POST" and request.resolver_match.url_name == "place-article":
        return PlaceForm(request.POST, prefix="place", **given)
    return PlaceForm(prefix="place", initial=place_of(article), **given)


@staff_required
def place_article(request: HttpRequest, code: str) -> HttpResponse:
    article = _find(request, code)
    if request.method != "POST":
        return redirect("edit-article", code)
    form = place_form(request, article)
    if not form.is_valid():
        return _show(request, article, place_form=form)
    actions.place_article(article=article, place=form.place, by=request.user, now=timezone.now())
    messages.success(request, _("Le classement est enregistré."))
    return redirect("edit-article", code)


@staff_required
def publish_article(request: HttpRequest, code: str) -> HttpResponse:
    article, now = _find(request, code), timezone.now()
    if request.method != "POST":
        return redirect("edit-article", code)
    form = PublishForm(request.POST, prefix="publish")
    if not form.is_valid():
        return _show(request, article, publish_form=form)
    moment = form.moment(now)
    try:
        actions.publish_article(article=article, at=moment, by=request.user, now=now)
    except MoveRefused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("Le texte est programmé.") if moment > now else _("Le texte est publié."))
    return redirect("edit-article", code)


@staff_required
def drop_draft(request: HttpRequest, code: str) -> HttpResponse:
    """Throw away what nobody read, once she is sure."""
    article = _find(request, code)
    if request.method != "POST":
        context = desk(request, "article-list") | {
            "title": _("Supprimer ce brouillon ?"),
            "text": _("Ce qui n’a pas été publié sera perdu. Ce qui l’a été reste."),
            "action": reverse("drop-draft", args=[code]),
            "label": _("Supprimer le brouillon"),
            "cancel_url": reverse("edit-article", args=[code]),
            "cancel_label": _("Garder le brouillon"),
        }
        return render(request, "ui/confirm.html", context)
    stays = actions.drop_draft(article=article, by=request.user, now=timezone.now())
    messages.success(request, _("Le brouillon est supprimé."))
    return redirect("edit-article", code) if stays else redirect("article-list")


@require_POST
@staff_required
def move_article(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Withdraw it, or hold its schedule back."""
    article, now = _find(request, code), timezone.now()
    try:
        {"withdraw": actions.withdraw_article, "unschedule": actions.unschedule_article}[verb](
            article=article, by=request.user, now=now
        )
    except MoveRefused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("Le texte est retiré.") if verb == "withdraw" else _("Le texte est un brouillon."))
    return redirect("edit-article", code)


@require_safe
@staff_required
def article_version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One version, and what it changed."""
    article = _find(request, code)
    pairs = queries.history_of(article)
    found = next(((version, before) for version, before in pairs if version.number == number), None)
    if found is None:
        raise Http404
    version, before = found
    context = desk(request, "article-list") | {
        "article": article, "version": version, "before": before, "now": timezone.now(),
        "changes": changes_between(before, version) if before else [], "shown": version_html(version),
        "is_past": any(later.number > number for later, _before in pairs),
    }  # fmt: skip
    return render(request, "backoffice/article_version.html", context)


@require_POST
@staff_required
def restore_version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The words of an older version become a draft; one that waits is not erased."""
    article = _find(request, code)
    version = get_object_or_404(ArticleVersion, article=article, number=number)
    words = Words(**{name: getattr(version, name) for name in PARTS})
    try:
        actions.save_draft(article=article, words=words, edits=None, by=request.user, now=timezone.now())
    except MoveRefused:
        messages.warning(request, _("Un brouillon attend déjà : publiez-le, ou supprimez-le d’abord."))
    else:
        messages.success(request, _("Le texte de cette version est un brouillon : relisez-le, puis publiez-le."))
    return redirect("edit-article", code)


def changes_between(before: ArticleVersion, after: ArticleVersion) -> list[dict[str, object]]:
    """Each part that changed, passage by passage."""
    labels = {name: field.label for name, field in WordsForm.base_fields.items()}
    found = []
    for name in PARTS:
        passages = changed_passages(getattr(before, name), getattr(after, name))
        if passages:
            found.append({"label": labels[name], "passages": passages})
    return found


@staff_required
def add_image(request: HttpRequest, code: str) -> HttpResponse:
    article = _find(request, code)
    if request.method != "POST":
        return redirect("edit-article", code)
    form = ImageForm(request.POST, request.FILES, prefix="image")
    if not form.is_valid():
        return _show(request, article, image_form=form)
    data = form.cleaned_data
    try:
        actions.add_image(
            article=article, content=data["file"], alt=data["alt"], alt_en=data["alt_en"], by=request.user,
            now=timezone.now(),
        )  # fmt: skip
    except MoveRefused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("L’image est ajoutée. Copiez sa ligne dans le texte, à l’endroit voulu."))
    return redirect("edit-article", code)


@staff_required
def describe_image(request: HttpRequest, code: str, image: str) -> HttpResponse:
    """Other words for a picture, next to it."""
    article = _find(request, code)
    picture = get_object_or_404(queries.images_of(article), code=image)
    form = AltForm(request.POST or None, initial={"alt": picture.alt, "alt_en": picture.alt_en})
    if request.method == "POST" and form.is_valid():
        actions.describe_image(image=picture, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("La description de l’image est enregistrée."))
        return redirect("edit-article", code)
    context = desk(request, "article-list") | {"article": article, "image": picture, "form": form}
    return render(request, "backoffice/article_image.html", context, status=422 if form.errors else 200)


@require_POST
@staff_required
def remove_image(request: HttpRequest, code: str, image: str) -> HttpResponse:
    article = _find(request, code)
    picture = get_object_or_404(queries.images_of(article), code=image)
    try:
        actions.remove_image(image=picture, by=request.user, now=timezone.now())
    except MoveRefused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("L’image est supprimée."))
    return redirect("edit-article", code)
