"""Personal data: what each room keeps about people, why and how long, who may see it, and how it goes (A24).

It walks the rooms' own `privacy.py`, from the highest room to the core (`rooms.ROOMS`). A room's `privacy.py` says:

`FIELDS` `{model: {field: class}}`: what every field of every model is. Classes: `identity`, `contact`, `profile`,
    `words`, `choice`, `activity`, `link`, `address` are about people; `technical`, `secret`, `copy`, `rules` are not
    exported (`core.keeping.UNSAID`).
`ROWS` `{model: core.keeping.Rows}`: for each model with a field about people, her rows, with a label for each such
    field; what of them is another's is hidden. A table of another package may be added.
`erase(person, *, now)`: nothing of her is left in the room's rows, files included (deleted on commit). Inside one
    transaction, called from the highest room down: the rooms above have already let go. Twice is once. A link that is
    SET_NULL needs nothing; people's own `erase` deletes the account at the end.
`remains(person, *, now) -> list[str]`: sentences on what stays after her, why and until when. May be missing.
`CLOCKS` a tuple of `core.keeping.Clock`: what time takes away, with its promise in words.

Nouns: Rows (her part of a table), Clock (a retention rule), ClockRun (what it did), Departure (she asked to go).
Always true here: a model field that no room has classified, exported and erased fails the tests
(`tests/architecture/test_personal_data.py`). Called by the fronts. Begin with `export.py`.
"""
