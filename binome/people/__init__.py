"""People: accounts, profiles, the sealed family name, sign-up drafts and the moderation of profiles.

Nouns: User (an account), Profile (what the community may read), CivilIdentity (family name and phone, sealed),
SignupDraft (an unfinished sign-up), Review (what a moderator decided on a profile), Notice preferences.
Always true here: ordinary queries can't load a CivilIdentity; no birth date, nationality, identity card or
diploma is stored; a profile gives access only once a person approved it.
Called by every room above. Begin with `models.py`, then `lifecycle.py`.
"""
