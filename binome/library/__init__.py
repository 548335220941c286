"""The library: fiches, questions and answers, resources, news, and the testimonies of mentors.

Nouns: Article (a place in the library: its kind, whom it is for, its theme), ArticleVersion (its text, each time it was
published, and the one being written), ArticleImage, Theme.
Always true here: a text that was read by the public never changes, a new version follows it; what is shown is the
newest version whose moment has come, worked out when it is read, so that nothing runs to publish; an article reserved
to members does not exist for anyone else; an image has an alternative text.
Texts are Markdown: `binome.ui.texts` makes them HTML, `binome.ui.paper` makes them PDF.
Called by mentoring and the fronts. Begin with `models/articles.py`; starting texts are read by `defaults.py`.
"""
