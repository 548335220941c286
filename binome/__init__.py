"""Binôme: mentoring, from a first request to a closed pair. Rooms and fronts are described in docs/map.md."""

__version__ = "0.1.0"
