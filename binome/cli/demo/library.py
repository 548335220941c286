"""The library of the demonstration: the starting texts, as a team that has worked on them for two years left them."""

from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import typst

from binome.library.actions import (
    Place,
    Words,
    add_image,
    create_article,
    load_starting_texts,
    publish_article,
    rebuild_image,
    save_draft,
)
from binome.library.models import Article, ArticleVersion
from binome.people.models import User
from binome.programmes.models import Programme

FIGURE = Path(__file__).parent / "texts" / "hour.typ"
ALT = (
    "Une heure en six temps : cinq minutes pour arriver, quinze où la mentorée raconte, dix où la mentore se présente, "
    "quinze pour l’objectif, dix pour le cadre, cinq pour la suite."
)
ALT_EN = (
    "An hour in six parts: five minutes to arrive, fifteen when the mentee tells her story, ten when the mentor "
    "introduces herself, fifteen for the goal, ten for the frame, five for what comes next."
)
GATHERING = Words(
    "La rencontre des mentores aura lieu en mars",
    "Une journée pour se voir, échanger ses pratiques et accueillir les nouvelles.",
    "Chaque année, les mentores se retrouvent une journée. Au programme : des ateliers à dix, un déjeuner, et le récit "
    "de trois binômes qui ont réussi à se quitter.\n\n## Ce que vous pouvez faire\n\n- Noter la date, qui paraîtra ici "
    "dès que la salle sera retenue.\n- Proposer un atelier à l’équipe.\n- Dire si vous venez avec un enfant : une "
    "garde est prévue.\n",
)
BUILDING = Words(
    "Gros plan sur le bâtiment : la truelle et le plan",
    "Conductrices de travaux, architectes, artisanes : un secteur qui recrute et qui intimide.",
    "Sur un chantier, on se fait vite un prénom. S’y faire une place prend plus longtemps.\n\n## À compléter\n\n"
    "Trois voix, trois métiers : demander à nos mentores du secteur.\n",
)


def fill_library(programme: Programme, team: list[User], *, opened: datetime, now: datetime) -> None:
    """Texts as old as the site, recent news, one that waits for its day, one being written, a figure in a fiche."""
    load_starting_texts(programme=programme, now=opened)
    load_starting_texts(programme=programme, kinds=("news",), now=now)
    dina, mireille, francoise, odile = team
    _draw_the_hour(by=mireille, now=now - timedelta(days=40))
    news = {"programme": programme, "kind": "news"}
    later = create_article(words=GATHERING, place=Place(), by=odile, now=now - timedelta(days=1), **news)
    publish_article(article=later, at=now + timedelta(days=6), by=odile, now=now - timedelta(hours=20))
    building = Place(sector="batiment", position=50)
    create_article(words=BUILDING, place=building, by=francoise, now=now - timedelta(hours=5), **news)
    _begin_a_change(by=dina, now=now - timedelta(hours=3))


def _draw_the_hour(*, by: User, now: datetime) -> None:
    """A figure that says what the text says, in the fiche of the first meeting."""
    fiche = Article.objects.filter(kind="fiche", slug="la-premiere-rencontre").first()
    if fiche is None:
        return
    drawn = typst.compile(FIGURE, format="png", ppi=144, ignore_system_fonts=True)
    assert isinstance(drawn, bytes)
    image = add_image(article=fiche, content=rebuild_image(BytesIO(drawn)), alt=ALT, alt_en=ALT_EN, by=by, now=now)
    words = _words_of(fiche)
    shown = {
        "body": _under_its_title(words.body, "## L’heure, minute par minute", image.code),
        "body_en": _under_its_title(words.body_en, "## The hour, minute by minute", image.code),
    }
    save_draft(article=fiche, words=Words(**{**vars(words), **shown}), edits=None, by=by, now=now)
    publish_article(article=fiche, at=now, by=by, now=now)


def _under_its_title(body: str, title: str, code: str) -> str:
    """The picture under this title, or at the end of the text."""
    picture = f"![]({code})\n"
    return body.replace(f"{title}\n", f"{title}\n\n{picture}", 1) if f"{title}\n" in body else f"{body}\n{picture}"


def _begin_a_change(*, by: User, now: datetime) -> None:
    """A published answer that someone is making clearer."""
    question = Article.objects.filter(kind="question", slug="combien-de-temps-pour-une-mentore").first()
    if question is not None:
        words = _words_of(question)
        clearer = (
            f"{words.body.rstrip()}\n\nComptez aussi dix minutes pour relire ce que vous avez noté la fois d’avant.\n"
        )
        save_draft(article=question, words=Words(**{**vars(words), "body": clearer}), edits=None, by=by, now=now)


def _words_of(article: Article) -> Words:
    newest = ArticleVersion.objects.filter(article=article).order_by("-number")[0]
    return Words(**{name: getattr(newest, name) for name in Words.__dataclass_fields__})
