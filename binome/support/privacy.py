"""What this room keeps about people, field by field (A24). Cases: three years, restricted to moderators without a tie.

Classes as in `binome.mentoring.privacy`.
"""

FIELDS: dict[str, dict[str, str]] = {
    "Case": {
        "id": "technical", "code": "technical", "programme": "link", "reporter": "link", "reported": "link",
        "pair": "link", "reason": "words", "body": "words", "opened_at": "activity", "state": "activity",
        "taken_by": "link", "closed_at": "activity", "conclusion": "words",
    },
    "TeamMessage": {
        "id": "technical", "code": "technical", "programme": "link", "author": "link", "subject": "words",
        "body": "words", "written_at": "activity", "answer": "words", "answered_at": "activity", "answered_by": "link",
    },
}  # fmt: skip
