"""A pair's points in words, as the tables keep them: both languages, since who will read is not known yet."""

from typing import Any

from binome.matching.explain import PairStory
from binome.matching.words import Language


def parts_in_words(story: PairStory) -> list[dict[str, Any]]:
    """As `Proposal.parts`."""
    return [
        {
            "label": {language.value: part.label.said(language) for language in Language},
            "points": part.points,
            "most": part.most,
            "detail": {language.value: part.detail(language) for language in Language},
        }
        for part in story.parts
    ]
