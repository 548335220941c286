"""The report of a matching, as one self-contained HTML page.

findings.py  everything that is said, gathered before a word is written: `gather`
page.py      `render`: the page; sections.py the people's parts, proof.py the rules and the proof
nouns.py     what people and couples are called, form by form
plots.py     inline SVG; html.py escapes; report.css the look of the house
"""
