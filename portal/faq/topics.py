"""What people ask about the portal: the topics of the FAQ, by section."""

LANGUAGES = ("fr", "en", "es", "pt", "ar")  # in which questions are understood
SECTIONS = {
    "entering": (
        "password-forgotten", "code-by-email", "why-code", "first-login", "account-creation", "portal-access",
    ),
    "health": ("view-documents", "add-document", "fill-follow-up", "reminders", "emergency-access"),
    "sharing": ("authorise-professional", "revoke-professional", "share-carnet", "stop-sharing-carnet"),
    "account": ("identity", "change-email", "change-phone", "change-password", "unsubscribe"),
    "us": ("privacy", "contact"),
}  # fmt: skip
TOPICS = tuple(topic for topics in SECTIONS.values() for topic in topics)
MEDICAL, ELSEWHERE = "medical", "elsewhere"  # what is asked too, and is not ours to answer
LABELS = (*TOPICS, MEDICAL, ELSEWHERE)
