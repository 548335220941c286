"""Files in and out, for those who have a spreadsheet and no site: people, rules, pairs.

sheets.py     a CSV or a spreadsheet to texts with their row numbers
faults.py     everything that is wrong, said where, with what was probably meant
shapes.py     the settings of a file of rules; rulebook.py reads one
people.py     who is there; cells.py their columns; couples.py who names whom
entries.py    criteria and rules as the engine knows them
reading.py    `read_promotion`: where to begin
writing.py    tables out
"""
