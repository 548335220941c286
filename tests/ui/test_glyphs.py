"""The circles say a state, the words say it again. No database."""

import re

import pytest
from django.template import Context, Template

from binome.ui import glyphs, icons

STATES = list(glyphs.SHAPES)


def show(template: str, **context) -> str:
    return Template(template).render(Context(context))


def words(html: str) -> str:
    return re.sub(r"<svg.*?</svg>|<[^>]+>", "", html, flags=re.DOTALL).strip()


def test_each_state_has_its_own_drawing():
    assert len({glyphs.pair(state=state) for state in STATES}) == len(STATES)


def test_only_a_pair_that_met_shows_green():
    green = [state for state in STATES if "c-lens" in glyphs.pair(state=state)]
    assert green == ["pair", "closed"]


def test_the_mentor_stands_on_the_left():
    for state in ("apart", "touching", "pair", "closed"):
        drawing = glyphs.pair(state=state, mentor="C", mentee="N")
        assert drawing.index("c-mentor") < drawing.index("c-mentee")
        assert float(re.search(r'x="([\d.]+)"[^>]*>C<', drawing)[1]) < float(
            re.search(r'x="([\d.]+)"[^>]*>N<', drawing)[1]
        )


def test_a_glyph_is_silent_beside_words_and_named_alone():
    assert 'aria-hidden="true"' in show('{% pair_glyph state="pair" %}')
    assert 'role="img" aria-label="Binôme &lt;Claire&gt;"' in show(
        '{% pair_glyph state="pair" label=l %}', l="Binôme <Claire>"
    )


def test_a_name_is_shown_as_one_letter():
    assert words(show('{% avatar "élise Tessier-Lamarre" %}')) == "É"
    assert re.findall(
        r">(\w+)</text>", show('{% pair_glyph state="pair" mentor="Claire Dupont" mentee="nadia" %}')
    ) == ["C", "N"]


def test_an_initial_cannot_carry_markup():
    assert "<<" not in show("{% avatar name %}", name="<script>")
    assert "&lt;" in show('{% pair_glyph state="pair" mentor=name %}', name="<script>")


def test_a_photo_takes_the_place_of_the_initial():
    html = show('{% avatar "Nadia" role="mentee" photo_url="/photos/x" size="s" %}')
    assert html.startswith('<img class="avatar is-mentee s" src="/photos/x" alt=""')


@pytest.mark.parametrize(
    ("free", "total", "said"),
    [
        (1, 2, "1 place libre sur 2"),
        (2, 3, "2 places libres sur 3"),
        (0, 3, "Complet pour le moment"),
        (-1, 2, "Complet pour le moment"),
        (5, 2, "2 places libres sur 2"),
        (0, 0, "Complet pour le moment"),
    ],
)
def test_places_are_said_in_words(free, total, said):
    assert words(show("{% places free total %}", free=free, total=total)) == said


def test_one_ring_per_free_place_and_one_lens_per_pair():
    html = show("{% places 1 3 %}")
    assert (html.count("c-ring"), html.count("c-lens"), html.count("c-mentor")) == (1, 2, 3)


@pytest.mark.parametrize(
    ("done", "planned", "said", "dots"),
    [
        (5, 9, "Cinq rendez-vous tenus sur neuf", (5, 1, 3)),
        (1, 6, "Un rendez-vous tenu sur six", (1, 1, 4)),
        (0, 6, "Aucun rendez-vous tenu sur six", (0, 1, 5)),
        (6, 6, "Six rendez-vous tenus sur six", (6, 0, 0)),
        (8, 6, "Huit rendez-vous tenus", (8, 0, 0)),
    ],
)
def test_meetings_are_dots_then_words(done, planned, said, dots):
    html = show("{% meeting_dots done planned %}", done=done, planned=planned)
    assert words(html) == said
    assert (html.count("c-done"), html.count("c-next"), html.count("c-ring")) == dots


def test_every_drawing_is_closed_markup_of_its_own():
    assert len(set(icons.DRAWINGS.values())) == len(icons.DRAWINGS)
    for drawing in icons.DRAWINGS.values():
        assert re.fullmatch(r"(?:<(?:path|circle|rect) [^<>]*/>)+", drawing)


def test_an_unknown_drawing_fails_loudly():
    with pytest.raises(KeyError):
        show('{% icon "no-such-drawing" %}')
