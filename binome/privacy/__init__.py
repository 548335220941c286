"""Personal data: what each room keeps, why and how long, and who may see it.

It walks the rooms' own `privacy.py`, where every field of every model is classified. Export, erasure and the
retention clock are the subject of a later piece of work; the classification is complete from the start.
Nouns: FieldClass (what a field is), Visibility (who may see it).
Always true here: a model field that no room has classified fails the tests.
Called by the fronts and by the tests.
"""
