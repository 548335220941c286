"""An organisation's directory, from a file to what it would change: `workbook` whether it may be opened ·
`columns` what each column is · `rows` what each line says · `plan` what would become of it.
"""

from .columns import ATTRIBUTE, FIELDS, guess_mapping
from .plan import NAMES, Change, Plan, plan_directory
from .rows import BIGGEST, MOST_ROWS, Declared, open_file, read_rows

__all__ = [
    "ATTRIBUTE", "BIGGEST", "FIELDS", "MOST_ROWS", "NAMES", "Change", "Declared", "Plan", "guess_mapping", "open_file",
    "plan_directory", "read_rows",
]  # fmt: skip
