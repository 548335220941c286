"""Nobody learns what is not for her: the database built twice, each byte compared (N1 to N16 of the quality page).

`worlds` builds the same community twice, where one woman's name or contact details differ. `calls` asks every route
of the resolver, as every kind of visitor, and keeps all that comes out: bytes, headers, letters, logs, cache keys,
files. `decoding` reads planted values under any usual disguise. Begin with `test_two_worlds`.
"""
