"""Personal data: what each room keeps about people, why and how long, who may see it, and how it goes (A24).

It walks the rooms' own `privacy.py`, from the highest room to the core (`rooms.ROOMS`). Each of them says:
`FIELDS` {model: {field: class}}: what every field is; those in `core.keeping.UNSAID` are not exported.
`ROWS` {model: core.keeping.Rows}: her rows of each table about people, a label per field; what is another's is hidden.
`erase(person, *, now)`: nothing of her is left in the room, files included (on commit); in one transaction, from the
    highest room down, twice is once. SET_NULL links need nothing; people's own deletes the account.
`remains(person, *, now) -> list[str]`: sentences on what stays after her, why, until when. May be missing.
`CLOCKS` tuple of `core.keeping.Clock`: what time takes away, with its promise in words.

Nouns: Rows (her part of a table), Clock (a retention rule), ClockRun (what it did), Departure (she asked to go).
Always true here: a field that no room has classified, exported and erased fails the tests. Called by the fronts.
Begin with `export.py`, `erasure.py`, `retention.py`.
"""
