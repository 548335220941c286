"""The REST interface: JSON shapes over the same actions and queries as the pages.

The subject of a later piece of work; this room is kept for it.
Always true here: no rule of its own, only shapes.
Called by programs outside the site, never by another room.
"""
