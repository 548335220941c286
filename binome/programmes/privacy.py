"""What this room keeps about people, field by field (A24). Classes as in `binome.people.privacy`; `rules` is the
programme's own data. Her attestation is a date and the number of the rules' version: never the nationality itself (A1).
"""

FIELDS: dict[str, dict[str, str]] = {
    "Programme": {
        "id": "technical", "code": "technical", "slug": "rules", "name": "rules", "is_home": "rules", "form": "rules",
        "wording": "rules", "vocabulary": "rules", "eligibility": "rules", "eligibility_version": "rules",
        "sectors": "rules", "topics": "rules", "request_due_days": "rules", "remind_after_days": "rules",
        "ask_again_days": "rules", "max_pending": "rules", "max_capacity": "rules", "durations": "rules",
        "default_duration": "rules", "silence_days": "rules", "silence_grace_days": "rules", "closing_days": "rules",
        "moderation_target_days": "rules", "contact_email": "rules",
    },
    "Enrolment": {
        "id": "technical", "code": "technical", "person": "link", "programme": "link", "role": "choice",
        "state": "activity", "attested_at": "activity", "attested_version": "activity", "joined_at": "activity",
        "pause": "choice", "paused_at": "activity", "pause_until": "choice", "silence_counts_from": "activity",
    },
    "StaffRole": {
        "id": "technical", "person": "link", "programme": "link", "kind": "activity", "since_at": "activity",
    },
    "CharterVersion": {
        "id": "technical", "programme": "link", "number": "rules", "body": "rules", "body_en": "rules",
        "changes": "rules",
        "published_at": "rules",
    },
    "CharterSignature": {"id": "technical", "person": "link", "version": "link", "signed_at": "activity"},
}  # fmt: skip
