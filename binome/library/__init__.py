"""The library: news, resources, questions and answers, fiches, the guide, training and events.

Its content is the subject of a later piece of work; this room is kept for it.
Nouns to come: Article, Resource, Question, Fiche, Module, Event.
Always true here: texts are sanitised Markdown; an image has an alternative text.
Called by mentoring and the fronts.
"""
