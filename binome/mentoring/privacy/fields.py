"""Every field of every table of this room, by its class (A24): the classes are told in the room's `privacy`."""

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
        **_KEY, "programme": "link", "cohort": "link", "mentoring_request": "link", "mentor": "link",
        "mentee": "link", "state": "activity", "objective": "words", "rhythm": "choice", "opened_at": "activity",
        "planned_end_on": "choice", "last_sign_at": "activity", "silence_told_at": "activity",
        "closing_since": "activity", "closing_because": "activity", "closed_at": "activity", "closed_by": "link",
        "close_reason": "words",
    },
    "PastPair": dict.fromkeys(("id", "programme", "opened_in", "closed_in", "months_planned", "meetings", "minutes",
                               "close_reason"), "technical"),
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
    "MatchRun": {
        **_KEY, "cohort": "link", "name": "technical", "settings": "rules", "digest": "technical", "state": "activity",
        "asked_by": "link", "asked_at": "activity", "beat_at": "technical", "stage": "technical", "step": "technical",
        "done_at": "technical", "seconds": "technical", "figures": "technical", "certificate": "technical",
        "memory": "copy", "fault": "technical", "submitted_by": "link", "submitted_at": "activity",
        "decided_by": "link", "decided_at": "activity", "decision": "words", "published_by": "link",
        "published_at": "activity",
    },
    "Proposal": {
        **_KEY, "run": "link", "mentee": "link", "mentor": "link", "points": "activity", "imposed": "copy",
        "parts": "copy", "sentence": "copy", "offered_at": "activity", "due_at": "activity",
        "reminded_at": "activity", "mentee_said": "choice", "mentor_said": "choice", "ended_because": "activity",
        "pair": "link",
    },
    "Situation": {
        "id": "technical", "run": "link", "enrolment": "link", "possible": "copy", "others": "copy", "alone": "copy",
        "reason": "copy", "circle": "copy",
    },
    "Ruling": {
        **_KEY, "cohort": "link", "mentee": "link", "mentor": "link", "kind": "activity", "reason": "words",
        "by": "link", "at": "activity",
    },
    "Circle": {
        **_KEY, "cohort": "link", "number": "technical", "opened_at": "technical", "last_sign_at": "technical",
        "silence_told_at": "technical", "closed_at": "technical", "close_reason": "technical",
    },
    "CircleMember": {
        "id": "technical", "circle": "link", "enrolment": "link", "name": "choice", "email": "choice",
        "phone": "choice", "link": "choice", "left_at": "activity", "fit": "words", "fit_at": "activity",
    },
    "CircleMeeting": {
        **_KEY, "circle": "link", "logged_by": "link", "held_on": "activity", "minutes": "activity",
        "format": "activity", "present": "link",
    },
}  # fmt: skip
