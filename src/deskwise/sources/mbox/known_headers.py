"""The headers of a mail that are read, or known to say nothing of who answered whom when."""

KNOWN_HEADERS = frozenset((
    "accept-language", "arc-authentication-results", "arc-message-signature", "arc-seal",
    "authentication-results", "auto-submitted", "autocrypt", "bcc", "cc", "comments", "content-description",
    "content-disposition", "content-id", "content-language", "content-length", "content-location",
    "content-transfer-encoding", "content-type", "date", "delivered-to", "disposition-notification-to",
    "dkim-signature", "errors-to", "from", "importance", "in-reply-to", "keywords", "lines", "list-archive",
    "list-help", "list-id", "list-owner", "list-post", "list-subscribe", "list-unsubscribe",
    "list-unsubscribe-post", "mail-followup-to", "message-id", "mime-version", "organization", "precedence",
    "priority", "received", "received-spf", "references", "reply-to", "resent-cc", "resent-date",
    "resent-from", "resent-message-id", "resent-sender", "resent-to", "return-path", "sender", "status",
    "subject", "thread-index", "thread-topic", "to", "user-agent", "x-auto-response-suppress",
    "x-autoreply", "x-autorespond", "x-gm-message-state", "x-gm-thrid", "x-gmail-labels",
    "x-google-dkim-signature", "x-google-smtp-source", "x-keywords", "x-mailer", "x-mozilla-keys",
    "x-mozilla-status", "x-mozilla-status2", "x-originating-ip", "x-priority", "x-received", "x-spam-flag",
    "x-spam-level", "x-spam-score", "x-spam-status", "x-status", "x-uid",
))  # fmt: skip
