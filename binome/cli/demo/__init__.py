"""Demonstration data: invented people, what they write, what happens between them.

`fragments` reads the texts, `cast` invents who they are, `profiles` and `stories` what they write; all of it
pure and repeatable from one seed. `load` turns it into rows.
"""
