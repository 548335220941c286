"""The look: base templates, components, stylesheets, typography, icons, and the circles that say a state.

Nouns: component (an include or a tag of `binome_ui`), glyph (the two circles), field (label, help, error,
control), register (feminine or inclusive wording).
Always true here: no query, no person, no rule; a component prints what it is given. No inline style or
script: the content security policy refuses them.
Only the fronts call it. Begin with `templates/ui/base.html` and `templatetags/binome_ui.py`.
"""
