"""What every room stands on: public codes, moves of a state, the journal, the mail outbox and the worker's timetable.

Nouns: code (random public identifier), JournalEntry (what was done, by whom, to what), Letter (one
e-mail to one person, written in the transaction of the change it tells), Schedule (when a periodic
command runs next).
Always true here: no name, address or text of a person enters the journal; a Letter is unique for one
event, recipient and kind; nothing here knows another room.
Anyone may call it. Begin with `outbox.py`, then `journal.py`.
"""
