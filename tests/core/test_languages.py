"""Two languages of texts, whatever the catalogue."""

import pytest

from binome.core.languages import text_language


@pytest.mark.parametrize(
    ("code", "read"), [("en", "en"), ("fr", "fr"), ("fr-inclusif", "fr"), ("", "fr"), (None, "fr"), ("de", "fr")]
)
def test_a_text_is_read_in_english_by_who_chose_it_and_in_french_by_everyone_else(code, read):
    assert text_language(code) == read
