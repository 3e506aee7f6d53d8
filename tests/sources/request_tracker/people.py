"""The hands of customers and agents at a started Request Tracker: letters to its gateway, and its REST2."""

from __future__ import annotations

import base64
import json
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

GATEWAY = "/REST/1.0/NoAuth/mail-gateway"
ANSWER_SECONDS = 60


@dataclass(frozen=True)
class Desk:
    """What one may do at the desk behind `url`; each act happens at the instant its clock shows."""

    url: str

    def letter(self, sender: str, subject: str, text: str = "-", *, queue: str = "Support") -> None:
        """A customer writes: a new ticket, or with `[desk.test #7]` in its subject a reply to the seventh."""
        head = f"From: {sender}\nTo: support@desk.test\nSubject: {subject}\n"
        message = f"{head}Content-Type: text/plain; charset=utf-8\n\n{text}\n"
        self._send(
            GATEWAY, urlencode({"queue": queue, "action": "correspond", "message": message}).encode(), {}
        )

    def act(self, agent: str, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """An agent does something through REST2; the agent's password is the name and `-secret`."""
        said = base64.b64encode(f"{agent}:{agent}-secret".encode()).decode()
        head = {"Authorization": f"Basic {said}", "Content-Type": "application/json"}
        content = None if body is None else json.dumps(body).encode()
        return json.loads(self._send(f"/REST/2.0/{path}", content, head, method) or b"null")

    def reply(self, agent: str, ticket: int, **further: Any) -> None:
        """An agent answers the customer."""
        self.act(agent, "POST", f"ticket/{ticket}/correspond", _words() | further)

    def note(self, agent: str, ticket: int, **further: Any) -> None:
        """An agent writes what customers do not see."""
        self.act(agent, "POST", f"ticket/{ticket}/comment", _words() | further)

    def set(self, agent: str, ticket: int, **fields: Any) -> None:
        """An agent changes fields of a ticket."""
        self.act(agent, "PUT", f"ticket/{ticket}", fields)

    def _send(self, path: str, content: bytes | None, head: dict[str, str], method: str = "POST") -> bytes:
        asked = urllib.request.Request(self.url + path, data=content, headers=head, method=method)
        with urllib.request.urlopen(asked, timeout=ANSWER_SECONDS) as answer:
            said: bytes = answer.read()
        return said


def _words() -> dict[str, str]:
    return {"Content": "-", "ContentType": "text/plain"}
