"""Who is ours and who is outside, and which mails no person wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message

from deskwise.app.source_port import Connection
from deskwise.kernel.errors import SettingsError
from deskwise.sources.mbox.mail_head import MailHead, header_word

# Providers where an address says nothing of the organisation behind it.
FREE_MAIL = (
    "163.com", "aol.com", "gmail.com", "gmx.at", "gmx.ch", "gmx.de", "gmx.net", "googlemail.com",
    "hotmail.com", "icloud.com", "live.com", "mac.com", "mail.ru", "me.com", "msn.com", "outlook.com",
    "proton.me", "protonmail.com", "qq.com", "t-online.de", "web.de", "yahoo.com", "yandex.ru",
)  # fmt: skip
DAEMONS = ("mailer-daemon", "postmaster")
NOT_AUTOMATIC = "no"
AUTOMATIC = ("auto-generated", "auto-notified", "auto-replied")
BULK = ("auto_reply", "bulk", "junk", "list")
ORDINARY = ("first-class", "normal", "special-delivery")
AUTOMATIC_HEADERS = ("x-autoreply", "x-autorespond", "list-id", "list-unsubscribe")


@dataclass(frozen=True)
class MailParties:
    """Our domains and addresses, and the domains that say nothing of an organisation; all in lower case."""

    domains: frozenset[str]
    addresses: frozenset[str]
    free: frozenset[str]

    def is_ours(self, address: str) -> bool:
        """Whether an address is ours; a subdomain is ours only if it is named itself.

        >>> ours = MailParties(frozenset({"example.org"}), frozenset(), frozenset())
        >>> ours.is_ours("ann@example.org"), ours.is_ours("bob@shop.example.org")
        (True, False)
        """
        return address in self.addresses or _domain(address) in self.domains

    def organisation(self, address: str | None) -> str | None:
        """The domain of an address, null where it is one that anybody gets an address at."""
        domain = None if address is None else _domain(address)
        return None if domain is None or domain in self.free else domain


def mail_parties(connection: Connection) -> MailParties:
    """The parties as a connection's options name them; raises `SettingsError` where nobody would be ours."""
    options: Mapping[str, str] = connection.options
    domains, addresses = _listed(options.get("our_domains")), _listed(options.get("our_addresses"))
    if not domains and not addresses:
        raise SettingsError(
            f"the connection {connection.name} does not say who is ours",
            do="name your domains: --option our_domains=example.org,support.example.com",
        )
    free = _listed(options["free_mail_domains"]) if "free_mail_domains" in options else frozenset(FREE_MAIL)
    return MailParties(domains, addresses, free)


def automatic_role(head: MailHead) -> str | None:
    """`system` for what a mail system tells, `bot` for what answers or sends by itself, null for a person."""
    headers = head.headers
    sender = (head.sender or "").partition("@")[0]
    if sender in DAEMONS or "delivery-status" in str(headers.get("content-type", "")).lower():
        return "system"
    submitted = header_word(headers, "auto-submitted")
    if submitted not in ("", NOT_AUTOMATIC) or header_word(headers, "precedence") in BULK:
        return "bot"
    if any(name in headers for name in AUTOMATIC_HEADERS):
        return "bot"
    return "system" if str(headers.get("return-path", "")).strip() == "<>" else None


def unknown_words(headers: Message) -> tuple[tuple[str, str], ...]:
    """The values that should be one of a few and are none of them."""
    known = {"auto-submitted": (NOT_AUTOMATIC, *AUTOMATIC), "precedence": (*BULK, *ORDINARY)}
    words = ((name, header_word(headers, name), among) for name, among in known.items())
    return tuple((name, word) for name, word, among in words if word and word not in among)


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


def _listed(value: str | None) -> frozenset[str]:
    return frozenset(one.strip().lower() for one in (value or "").split(",") if one.strip())
