"""What the library of a world holds."""

import io
from typing import TYPE_CHECKING

from PIL import Image

from binome.library import actions as library
from tests.factories.people import NOON

if TYPE_CHECKING:
    from .worlds import World


def fill_library(world: "World") -> None:
    """A fiche that anyone reads, another that is only a draft, with a picture, on a theme."""
    dina, programme = world.people["dina"], world.programme()
    words = library.Words("Écouter", "Bien écouter.", "Posez une question.")
    theme = library.save_theme(
        programme=programme, theme=None, name="Écoute", name_en="", position=10, by=dina, now=NOON
    )
    place = library.Place(theme=theme)
    fiche = {"programme": programme, "kind": "fiche", "words": words, "place": place, "by": dina, "now": NOON}
    read, draft = library.create_article(**fiche), library.create_article(**fiche)
    library.publish_article(article=read, at=NOON, by=dina, now=NOON)
    image = library.add_image(article=draft, content=_picture(), alt="Un dégradé", by=dina, now=NOON)
    world.codes |= {
        "slug:read": read.slug, "slug:draft": draft.slug, "text:draft": draft.code, "image:draft": image.code,
        "slug:theme": theme.slug,
    }  # fmt: skip


def _picture() -> bytes:
    drawn = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(drawn, "JPEG")
    return drawn.getvalue()
