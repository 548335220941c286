"""The public and member pages: home, sign-up, login, directory, requests, pairs, settings.

One package per room it serves (`people/`, `mentoring/`, …), each with urls, views and forms; templates are
in `templates/<room>/`.
Always true here: a view loads, checks its form, calls one action and responds; login is required unless the
view says otherwise; a GET changes nothing; each page works without JavaScript.
Begin with `urls.py`.
"""
