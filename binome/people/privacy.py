"""What this room keeps about people, field by field (A24).

Classes: `identity` sealed until she reveals it; `contact` how to reach her; `profile` what the community reads;
`words` what someone wrote; `choice` what she decided; `activity` what happened and when; `link` who is concerned;
`secret` never shown; `technical` nothing about a person.
`KEPT` says for how long; the retention clock of the privacy room will read it.
"""

FIELDS: dict[str, dict[str, str]] = {
    "User": {
        "id": "technical", "code": "technical", "password": "secret", "last_login": "activity", "email": "contact",
        "first_name": "profile", "language": "choice", "is_active": "activity", "muted_mails": "choice",
        "linked_to": "link", "created_at": "activity", "last_seen_on": "activity",
    },
    "Profile": {
        "id": "technical", "person": "link", "headline": "profile", "quote": "profile", "presentation": "profile",
        "path": "profile", "sector": "profile", "city": "profile", "country": "profile", "languages": "profile",
        "topics": "profile", "formats": "profile", "rhythms": "profile", "link": "contact", "photo": "profile",
        "state": "activity", "waiting_since": "activity", "approved_at": "activity", "recheck_since": "activity",
        "identity_changed_at": "activity",
        "checked_content": "profile", "taken_by": "link", "taken_at": "activity", "escalated_by": "link",
    },
    "CivilIdentity": {"id": "technical", "person": "link", "family_name": "identity", "phone": "identity",
                      "former_name": "identity"},
    "Review": {
        "id": "technical", "profile": "link", "by": "link", "at": "activity", "verb": "activity", "message": "words",
    },
    "SignupDraft": {
        "id": "technical", "code": "technical", "token_hash": "secret", "programme_slug": "technical",
        "role": "choice", "language": "choice", "email": "contact", "email_confirmed_at": "activity",
        "family_name": "identity", "phone": "identity", "answers": "profile", "photo": "profile",
        "step": "technical", "created_at": "activity", "updated_at": "activity",
    },
}  # fmt: skip

#: class: how long. The default periods of the product.
KEPT = {
    "SignupDraft": "three months after its last step",
    "a refused application": "six months, then a keyed hash of the address for twelve",
    "everything else": "until she leaves, or twenty-four months without a visit (warned at twenty-two)",
}
