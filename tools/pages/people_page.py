"""docs/people.md: who may what, how people come in, and what is held on them."""

from datetime import timedelta

from deskwise.app.access.holders import OF_WORKSPACE, Role, Scope
from deskwise.app.access.table import SMALLEST_GROUP, TABLE, Reach
from deskwise.app.access.things import TELLS, Act
from deskwise.app.audit import TELLS as DEEDS
from deskwise.app.make_tokens import LASTS_DAYS
from deskwise.app.one_time_links import LASTS
from deskwise.app.own_tokens import LONGEST_OWN_DAYS, MOST_OWN
from deskwise.app.people import Purpose
from deskwise.app.person_values import SHORTEST_PASSWORD
from deskwise.app.sign_in import ABSOLUTE, IDLE
from deskwise.app.sign_in_throttle import FORGOTTEN_AFTER, FREE_OF_ACCOUNT, FREE_OF_ADDRESS, LONGEST_WAIT
from pages.markdown import code, table

INTRODUCTION = """\
# People

Who signs in is somebody of your team, and has one role. What each role may is one table in the code, which this page is
made from and which a test walks whole. The terminal asks nobody to sign in: whoever can write in the workspace's folder may
do everything, and the audit calls them `terminal`.

## Who may what"""

READING = f"""\
*Own teams* are those a person is in. *Own* is what the log tells under the id they act as in tickets. A ticket that several
teams or agents had is each one's. A list or a figure has to be within reach as a whole.

A figure of fewer than {SMALLEST_GROUP} people tells of each of them, so it counts as theirs outside their teams. Where
nobody counted how many people's work a figure holds, it is taken as one's.

On the pages a figure that may not be seen reads *not shown*, with the reason; of a split, the groups that may not be seen are left
out and counted with the smaller ones. Names of agents and customers are offered as filters only where they may be chosen.

Who is not active may nothing. An act that is not listed is nobody's: what comes from the log is changed by events alone."""

POLICY = """\
## Figures of single people

    deskwise settings set people_figures own

| people_figures | who sees a figure of one person |
|---|---|
| `on` | whom the table above lets |
| `own` | that person, if the table lets them, and nobody else |
| `off` | nobody, not even an admin |

A figure of one person is one split or filtered by agent, and also one of a team or channel in which only one worked. It is a
setting, and so in the settings file, as `connections` are: it shapes no facts, and a change makes none anew. It is no
wall against whoever has the folder: the terminal and Python read the workspace's files.

The page of an agent (`/agents/<id>`) says who can see it. What it shows of others is the middle half of a team's other people, and
the team's own figure, where three others or more are behind them; else neither."""

SET_UP = """\
## Coming in

    deskwise people set-up-link             # the first admin, or one who is locked out
    deskwise people invite anna@example.org --name Anna --role agent --team support --acts-as anna
    deskwise people role anna@example.org lead
    deskwise people deactivate anna@example.org
    deskwise people set-up-link --for anna@example.org     # a new password

An admin does the same on the page of people. Everybody comes in by a link that works once. A newer one for the same takes its place."""

SESSIONS = f"""\
## Signing in

A password has {SHORTEST_PASSWORD} characters or more, and is kept as a hash by Argon2id. What was wrong is never told, and takes
as long whether or not there is such an account. Of an account {FREE_OF_ACCOUNT} attempts in a row may fail, from an address
{FREE_OF_ADDRESS}; each further one doubles the wait before the next, from a second up to {{longest}}. An attempt counts
before it is known to be wrong, so that many at once are not one. After {{forgotten}} all of it is forgotten.

A session ends {{idle}} after its last use, {{absolute}} after it began, when its person signs out there or everywhere, sets
another password (elsewhere), or is deactivated. Its secret of 256 random bits is a new one at each signing in.

Nobody is ever removed, for the audit names them. The last active admin who has a password stays one. Of two who change the
same person or annotation, the second is told what is there now, and nothing is lost."""

TOKENS = f"""\
## Tokens of programs

    deskwise tokens make dashboard --scope read
    deskwise tokens list
    deskwise tokens revoke 3f9c0d52a1b4e678

An admin does the same at `/tokens`. A token is shown once. It lasts {LASTS_DAYS} days unless `--days` or `--endless` says otherwise; what is kept of it is its hash
and its first letters. What somebody made ends when they are deactivated or are no admin any more: they know the secrets. What a token made ends no later
than it, and with it.

Everybody who signs in makes tokens of their own under *Your account*, up to {MOST_OWN} that work, each for up to {LONGEST_OWN_DAYS} days. By one of these a
program may what they may themselves at that moment, and no more: another role, other teams or the policy on figures of
single people count at once. They revoke them there, admins at `/tokens`, and the audit has both."""

AUDIT = """\
## The audit

    deskwise audit --who terminal --since 2026-01-01 --format csv

Every change is kept with who made it, when, and what was before and after, in the same transaction as the change: there is
never one without the other. It never holds a password, a secret, or the hash of one. The database refuses to change or
remove an entry, and each is sealed with the one before: `deskwise check` finds what somebody changed with the database's
file in hand. Who can write that file can seal all of it anew; keep a copy elsewhere if that matters to you.

Changes of settings are kept in the lake, each version with the figures it made, and noted here as soon as the state can be
written. Imports are not in it: they are in the lake."""

HELD = """\
## What is held, and where

In `state.sqlite` in the workspace's folder, readable by its owner alone, or in the PostgreSQL that `DESKWISE_STATE` names
(`postgresql://user:password@host/database`; `pip install 'deskwise[postgres]'`). Its password may be apart, where
`DESKWISE_STATE_PASSWORD_FROM` says: `file:/PATH`, `env:NAME` or another [reference](syncing.md#where-secrets-are). The first command that asks a state of
an older version brings it to the newest layout, as one whole. A state of a newer version is left alone, and told.

| what | of whom | until when |
|---|---|---|
| name, e-mail address, role, teams, language, id in tickets, whether active, when added | everybody invited | for good |
| hash of the password (Argon2id) | who has joined | another takes its place |
| hash of each session's secret, when it began, was last used and ends | who is signed in | it ends |
| hash of each link's secret, whose it is, when it was made, runs out and was used | who was given one | unused: a newer one is made; used: for good |
| hash of the e-mail address or the network address an attempt to sign in came from, how many failed | whoever tried | {forgotten} after the last |
| name, first letters, scopes, hash of the secret, when a token was made, used, revoked | who made one | for good |
| kind, text, time, team, metric, author of annotations | who made one | it is taken away |
| key and name of a cluster of subjects, who gave it and when | who named one | the name is taken back |
| a hash of each delivery that was signed | nobody | five minutes after it was signed |
| who changed what, before and after | everybody | for good |

These are people of your team, and not customers: `deskwise forget` does not look here. To let somebody's name go, change it
(`deskwise audit` still shows what it was). No network address and no browser is kept in clear.

`deskwise backup` takes `state.sqlite` along. After `deskwise restore` nobody is signed in and no link works, for what was
signed out or used up meanwhile is not to come back. One in PostgreSQL is not in the backup: use pg_dump."""


def page() -> str:
    """The page's text."""
    longest, forgotten = _words(LONGEST_WAIT), _words(FORGOTTEN_AFTER)
    sessions = SESSIONS.format(
        longest=longest, forgotten=forgotten, idle=_words(IDLE), absolute=_words(ABSOLUTE)
    )
    return "\n\n".join(
        [
            INTRODUCTION,
            _access(),
            READING,
            POLICY,
            SET_UP,
            table(["link", "lasts"], [[LINKS[purpose], _words(lasts)] for purpose, lasts in LASTS.items()]),
            sessions,
            TOKENS,
            _scopes(),
            AUDIT,
            table(["what", "meaning"], [[code(str(deed)), tells] for deed, tells in DEEDS.items()]),
            HELD.format(forgotten=forgotten),
        ]
    )


LINKS: dict[Purpose, str] = {
    Purpose.FIRST_RUN: "the first admin, printed by a server that starts where there is none",
    Purpose.SET_UP: "an admin, from the terminal",
    Purpose.INVITATION: "somebody invited",
    Purpose.PASSWORD: "a new password",
}


def _access() -> str:
    rows = [
        [TELLS[kind], str(act), *(str(row.of_role(role)) for role in Role)]
        for (kind, act), row in TABLE.items()
        if row.admin is not Reach.NONE
    ]
    return table(["what", "act", *(str(role) for role in Role)], rows)


def _scopes() -> str:
    rows = []
    for scope in OF_WORKSPACE:
        reached = [(kind, act) for (kind, act), row in TABLE.items() if row.of_scope(scope) is Reach.ALL]
        told = [
            f"{act} " + ", ".join(code(str(kind)) for kind, other in reached if other is act)
            for act in Act
            if any(other is act for _, other in reached)
        ]
        rows.append([code(str(scope)), "; ".join(told)])
    rows.append([code(str(Scope.OWN_READ)), "read what the person may read who made it for themselves"])
    rows.append([code(str(Scope.OWN)), "all that they may, but for making and revoking tokens"])
    return table(["scope", "may"], rows)


def _words(lasts: timedelta) -> str:
    """A duration in words.

    >>> _words(timedelta(days=14)), _words(timedelta(hours=1)), _words(timedelta(minutes=15))
    ('14 days', '1 hour', '15 minutes')
    """
    seconds = int(lasts.total_seconds())
    unit, size = next(
        (unit, size)
        for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60))
        if seconds % size == 0
    )
    count = seconds // size
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
