"""What this room keeps about people, field by field (A24).

Classes: `link` says who is concerned; `words` what someone wrote; `activity` what happened and when; `choice` what
she decided to show; `copy` derived from other tables; `technical` nothing about a person.
Kept twelve months after a pair closes, then as statistics; a request without a pair, twelve months after its end.
"""

_KEY = {"id": "technical", "code": "technical"}

FIELDS: dict[str, dict[str, str]] = {
    "Listing": {
        "id": "technical", "enrolment": "link", "programme": "link", "person": "link", "visible": "copy",
        "joined_at": "copy", "capacity": "copy", "free": "copy", "frees_on": "copy", "attention": "activity",
        "turned_on": "activity", "turn": "copy", "version": "technical", "title_tokens": "copy", "text_tokens": "copy",
        "place_tokens": "copy", "facet_tokens": "copy", "card": "copy",
    },
    "WaitingEntry": {
        "id": "technical", "mentor": "link", "mentee": "link", "joined_at": "activity", "told_at": "activity",
    },
    "MentoringRequest": {
        **_KEY, "programme": "link", "mentor": "link", "mentee": "link", "state": "activity", "objective": "words",
        "about_me": "words", "why_you": "words", "rhythm": "choice", "duration_months": "choice",
        "will_reveal": "choice", "pending_slot": "technical", "created_at": "activity", "sent_at": "activity",
        "due_at": "activity", "reminded_at": "activity", "answered_at": "activity", "question": "words",
        "question_asked_at": "activity", "question_answer": "words", "question_answered_at": "activity",
        "reply": "words", "decline_reason": "words", "withdrawn_because": "activity",
    },
    "Place": {"id": "technical", "enrolment": "link", "number": "technical", "pair": "link"},
    "Block": {"id": "technical", "by": "link", "person": "link", "since_at": "activity"},
    "Pair": {
        **_KEY, "programme": "link", "mentoring_request": "link", "mentor": "link", "mentee": "link",
        "state": "activity", "objective": "words", "rhythm": "choice", "opened_at": "activity",
        "planned_end_on": "choice", "last_sign_at": "activity", "silence_told_at": "activity",
        "closing_since": "activity", "closing_because": "activity", "closed_at": "activity", "closed_by": "link",
        "close_reason": "words",
    },
    "Reveal": {
        "id": "technical", "pair": "link", "person": "link", "name": "choice", "email": "choice", "phone": "choice",
        "link": "choice", "after_closing": "choice",
    },
    "Meeting": {
        **_KEY, "pair": "link", "logged_by": "link", "held_on": "activity", "minutes": "activity", "format": "activity",
    },
    "PairEvent": {"id": "technical", "pair": "link", "kind": "activity", "at": "activity", "by": "link"},
    "FitAnswer": {"id": "technical", "pair": "link", "person": "link", "answer": "words", "at": "activity"},
    "Comment": {
        "id": "technical", "pair": "link", "author": "link", "body": "words", "shared_with_mentor": "choice",
        "at": "activity",
    },
}  # fmt: skip
