"""The same texts on paper: Markdown to A4 PDF that a screen reader follows (PDF/UA-1), by typst.

What a person wrote reaches typst as data (JSON in `sys.inputs`), never as source: `paper.typ` alone is a programme.
"""

from .printing import Paper, print_paper

__all__ = ["Paper", "print_paper"]
