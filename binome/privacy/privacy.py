"""What this room keeps about people, field by field (A24). Classes as in `binome.people.privacy`; `rules` is the
organisation's own data. Breaches and requests about rights are kept five years: the time within which they may have
to be proved.
"""

FIELDS: dict[str, dict[str, str]] = {
    "OperatorDetails": {
        "id": "technical", "programme": "technical", "name": "rules", "legal_form": "rules", "address": "rules",
        "phone": "rules", "email": "rules", "registration": "rules", "publication_director": "rules",
        "host_name": "rules", "host_address": "rules", "host_phone": "rules", "mail_provider": "rules",
        "other_processors": "rules", "transfers": "rules", "transfers_detail": "rules", "privacy_contact": "rules",
        "has_dpo": "rules", "authority": "rules", "backups_kept_days": "rules", "conformity": "rules",
        "audited_on": "rules", "audited_by": "rules", "audit_rate": "rules", "audit_failings": "rules",
        "bases": "rules", "changed_at": "technical",
    },
    "Breach": {
        "id": "technical", "code": "technical", "programme": "technical", "declared_by": "link",
        "declared_at": "activity", "known_at": "activity", "since_at": "activity", "until_at": "activity",
        "facts": "words", "consequences": "words", "measures": "words", "authority_told_at": "activity",
        "people_told_at": "activity", "not_told_because": "words", "closed_at": "activity",
    },
    "RightsRequest": {
        "id": "technical", "code": "technical", "programme": "technical", "right": "choice", "reference": "words",
        "received_on": "activity", "due_on": "activity", "extended_because": "words", "answered_on": "activity",
        "answer": "words", "entered_by": "link",
    },
}  # fmt: skip
