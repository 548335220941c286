"""Every page of the site: who reads it in the village, and what it shows.

Whoever adds an address says here who reads it and where, or that it is no page: test_accessibility fails until then.
"""

#: Who reads which page: the address, then the things it shows, by the names they have in the village.
VISITS: dict[str, tuple[str, ...]] = {
    "": (
        "home", "signup-start", "signup-start ?place=mentor", "signup-done", "signup-later", "signup-link",
        "signup-resume link-of-salome", "signup-resume none", "activate activate", "activate activate-late",
        "activate none", "profile-correct correct", "profile-correct none", "contest-refusal contest", "charter",
        "answer-invitation invitation", "decline-invitation invitation", "answer-invitation none",
        "account_login", "account_request_login_code", "account_reset_password", "account_reset_password_done",
        "account_reset_password_from_key none none", "account_reset_password_from_key_done", "offline", "health",
        "unsubscribe unsubscribe", "unsubscribe none", "who-sees-what", "kept-how-long", "left",
        "stay leaving", "stay none",
        "demo-mailbox", "contact", "contact-sent", "contact-thread contact", "contact-thread none",
        "demo-letter letter",
        "resource-list", "resource-list ?pour=mentors", "question-list", "news-list", "library-search ?q=pas",
        "library-search ?q=introuvable", "article-detail fiche premier", "article-detail question combien",
        "article-detail news regard", "article-detail resource livre", "article-detail fiche none",
        "charter-list", "charter-version 1",
        "testimony-detail shown", "legal-notice", "privacy-notice", "cookie-notice", "accessibility-statement",
    ),
    "salome": tuple(f"signup-step draft-of-salome {step}" for step in (1, 2, 3, 4)),
    "awa": (
        "home", "mentor-list", "mentor-list ?q=atelier&aide=diriger-une-equipe", "mentor-list ?q=introuvable",
        "mentor-detail odile", "mentor-detail paule", "mentor-detail rosa", "mentor-detail vera", "request-new odile",
        "request-new paule", "request-new vera",
        "request-new rosa", "my-space", "my-requests", "request-detail asked",
        "request-detail declined", "withdraw-request asked", "leave-waiting-list paule", "report-person odile",
        "write-to-team", "profile-edit", "identity-edit", "mail-preferences", "settings", "session-list",
        "my-data", "leave", "my-agreements",
        "account_email", "account_change_password", "account_logout", "account_reauthenticate", "mfa_index",
        "testimony-detail moved", "mfa_activate_totp", "mfa_add_webauthn", "mentor-detail none", "request-new none",
    ),
    "binta": ("my-space", "pair-detail living", "close-pair living", "mentor-detail odile", "report-person bruna"),
    "flore": ("my-space", "pair-detail ending", "mail-preferences", "settings"),
    "cleo": ("my-space", "my-programmes", "pair-detail closed", "report-person bruna", "write-to-team", "my-cases",
             "write-again message"),
    "zita": ("my-case suspended",),
    "bruna": (
        "my-space", "my-requests", "request-detail waiting", "request-detail asked", "ask-question waiting",
        "accept-request waiting", "decline-request waiting", "availability", "pair-detail living",
        "my-cases", "my-case case", "delete-meeting met", "mentor-detail bruna", "profile-edit",
        "my-testimony", "testimony-new",
    ),
    "odile": ("my-testimony",),
    "paule": ("my-testimony", "testimony-edit begun", "testimony-replace begun", "submit-testimony begun"),
    "rosa": ("my-space", "availability"),
    "hawa": ("sign-charter",),
    "yasmine": ("attest-rules",),
    "ines": ("account_set_password",),
    "dina": (
        "moderators-day", "call-mentors industrie", "late-requests", "nudge-mentor late", "write-about-request late",
        "sleeping-pairs", "write-about-pair asleep", "attestation-list",
        "moderation-queue", "profile-review fanta", "profile-review bruna", "profile-review awa", "case-list",
        "case-list ?etat=clos", "case-detail case", "case-detail suspended", "message-list",
        "message-list ?etat=repondu",
        "message-detail message", "message-detail visitor", "journal", "mentor-list", "settings",
        "testimony-list", "testimony-list ?etat=traites", "testimony-review sent", "testimony-review shown",
        "article-list", "article-list ?sorte=news&etat=draft", "create-article", "edit-article text-fiche",
        "edit-article text-news", "charter-desk", "theme-list", "edit-theme rencontres", "remove-theme rencontres",
        "article-version text-fiche 2", "describe-image text-fiche picture", "drop-draft text-fiche",
    ),
    "elsa": (
        "organisation-desk",
        "team-list", "remove-role dina moderator",
        "edit-eligibility", "privacy-desk", "clock-proof", "operator-details", "processing-register",
        "impact-assessment", "breach-list",
        "declare-breach", "breach-detail breach", "who-saw", "impact-list", "freeze-site", "unfreeze-site",
        "revoke-access", "publish-charter",
        "rights-requests", "rights-request asked-right", "agreement-proof",
    ),
    "delphine": tuple(
        f"passerelles:{page}"
        for page in (
            "pilot-dashboard", "people-list", "people-list ?q=introuvable", "organisation-list",
            "organisation-detail orvanne", "edit-entity lyon", "remove-entity office", "import-directory orvanne",
            "preview-import directory", "preview-import directory-at-fault", "role-list",
            "take-back-role role-of-carole", "create-programme", "programme-settings", "edit-vocabulary", "edit-texts",
            "programme-questions", "add-question", "edit-question wanted", "edit-criteria", "edit-rules", "cohort-list",
            "create-cohort", "edit-cohort promotion", "participant-list",
            "invite-people", "edit-form", "match-board promotion",
            "match-board promotion ?etat=alone",
            "match-person promotion thomas-takes-part",
            "match-why-not promotion thomas-takes-part ?prenom=introuvable", "match-rules promotion",
            "match-trial promotion trial", "publish-match promotion", "match-minutes promotion",
        )
    ),
    "carole": ("passerelles:participant-list", "passerelles:invite-people",
               "passerelles:pilot-dashboard", "passerelles:people-list"),
    "isabelle": ("passerelles:nominate-person", "passerelles:sponsor-space"),
    "thomas-orvanne": ("passerelles:my-space", "passerelles:proposal-detail proposed",
                       "passerelles:decline-proposal proposed",
                       "passerelles:my-answers", "passerelles:my-wishes",
                       "passerelles:leave-cohort"),
    "nadia": (
        "mfa_index", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp",
        "mfa_edit_webauthn passkey", "mfa_remove_webauthn passkey", "mfa_reauthenticate",
    ),
}  # fmt: skip
#: Pages that say that what was asked for is not there: they answer 404, in the look of the house.
ABSENT = {
    "passerelles:edit-form",
    "signup-resume none", "activate activate-late", "activate none", "profile-correct none", "unsubscribe none",
    "mentor-detail none", "request-new none", "stay none", "answer-invitation none", "article-detail fiche none",
    "contact-thread none",
}  # fmt: skip
#: Looked at in the dark too.
MAIN = {
    "home", "signup-step draft-of-salome 3", "account_login", "mentor-list", "mentor-detail odile",
    "request-new odile", "my-space", "request-detail asked", "request-detail waiting", "pair-detail living",
    "availability", "profile-edit", "settings", "moderation-queue", "profile-review bruna", "case-detail case",
    "demo-letter letter", "who-sees-what",
}  # fmt: skip
#: Pages that open in the middle of something: tests of test_accessibility and test_login go there.
MIDWAY = {
    "site-paused",
    "account_confirm_login_code", "mfa_authenticate", "account_confirm_email", "mfa_reauthenticate_webauthn",
    "resume-form",
}  # fmt: skip
#: Addresses that are no page: acts (which lead elsewhere when they are read), files, and a mail inside its frame.
NO_PAGE = {
    "current-match-board", "swap-partners", "request-match", "rule-couple", "lift-ruling", "submit-match",
    "decide-match",
    "adopt-trial",
    "match-minutes-paper",
    "match-certificate", "accept-proposal",
    "change-wish", "move-question", "move-cohort", "archive-cohort", "remind-people", "withdraw-invitation",
    "export-people", "declare-competitors", "withdraw-competitors", "choose-domains", "add-entity", "confirm-import",
    "drop-import", "create-organisation", "add-party", "appoint-manager",
    "add-image", "restore-version", "place-article", "publish-article", "remove-image", "unschedule-article",
    "withdraw-article", "account_signup", "answer-fit", "article-image", "article-paper", "charter-paper", "news-feed",
    "answer-message", "answer-question", "approve-profile", "ask-profile-change",
    "choose-bases", "confirm-purge", "export-my-data",
    "register-file", "note-breach-told", "close-breach", "who-saw-file", "impact-file", "assessment-paper",
    "choose-reveal", "answer-appeal", "appeal-decision", "decide-case", "give-version", "hear-reported", "rate-case",
    "confirm-recheck", "correct-photo", "demo-letter-page", "end-other-sessions",
    "end-session", "escalate-profile", "join-waiting-list", "leave-comment", "link-accounts", "log-meeting",
    "manifest", "mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_login_webauthn", "open-identity",
    "pause-mentor", "photo", "prolong-pair", "refuse-profile", "release-case", "release-profile", "restore-profile",
    "resume-mentor", "service-worker", "set-capacity", "set-language", "set-theme", "signup-photo", "take-case",
    "take-next-profile", "take-profile", "testimony-video", "testimony-poster", "testimony-captions",
    "take-back-testimony", "withdraw-testimony", "withdraw-consent", "publish-testimony", "ask-testimony-change",
    "refuse-testimony",
    "take-message", "release-message", "dismiss-message", "leave-note", "remove-note",
    "give-role",
}  # fmt: skip
