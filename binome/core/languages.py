"""In which of the two languages a text is read. French has several wordings (A14), and one text."""


def text_language(code: str | None) -> str:
    """ "en" or "fr", from the code of a catalogue or from what a person chose (`User.language`)."""
    return "en" if code == "en" else "fr"
