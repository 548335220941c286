"""`binome match`: pairs from a spreadsheet, without a site, a database or Django. See docs/matching.md.

options.py    what can be asked, parser.py how a mistake is told; sentences.py what is answered
run.py        `main`: where to begin
files_out.py  pairs, report and proof to files; example.py the one that ships
"""
