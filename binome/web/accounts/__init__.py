"""Logging in, and what protects an account: django-allauth behind our words, our mails and our addresses.

`adapter.py` bends allauth to the house (outbox, no enumeration, second factor), `forms.py` gives its forms our words,
`mails.py` writes its letters, `views.py` holds what differs from it, `urls.py` mounts what we use and nothing else.
Always true here: a suspended or unverified account is answered like an unknown one (N6); a GET logs nobody in or out;
only the address of the account itself receives codes and links, never one that waits for its confirmation.
"""
