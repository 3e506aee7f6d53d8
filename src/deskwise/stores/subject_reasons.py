"""Clusters of the subjects in the log, as a further field of the requests of an open lake.

Equal subjects are one from the first query on, and what is compared are the few phrases that many have: a
million subjects take the engine a pass or two. Which request is in which cluster is remembered with the
state.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from deskwise.analyses.stop_words import STOP_WORDS
from deskwise.analyses.subject_clusters import (
    FEWEST_CUSTOMERS,
    MOST_PHRASES,
    Phrase,
    SubjectCluster,
    cluster_phrases,
    clusters_of,
    fewest_requests,
)
from deskwise.app.contact_reasons import ReasonNames
from deskwise.metrics.dimensions import REASON_FIELD
from deskwise.stores.fact_engine import insert_rows
from deskwise.stores.fact_views import FACTS, kept_table
from deskwise.stores.sql_text import literal, literals

if TYPE_CHECKING:
    import duckdb

LONGEST_SUBJECT, MOST_WORDS, SHORTEST_WORD, LARGEST_VOCABULARY = 200, 12, 3, 4_000
# A text begins with the subject. What holds a digit, an address or a path is one request's alone: it goes.
SUBJECT = f"lower(left(split_part(ltrim(l.text), chr(10), 1), {LONGEST_SUBJECT}))"
ONES_OWN = r"@/\\_\p{N}"
CLEANED = rf"trim(regexp_replace({SUBJECT}, '\S*[{ONES_OWN}]\S*|[^\p{{L}}{ONES_OWN}]+', ' ', 'g'))"
# Which customers a word is of: one bit for each, so that three bits are three customers at least.
CUSTOMER_BIT = "1::ubigint << (hash(coalesce(r.customer, concat(r.source, chr(0), r.ticket))) % 64)::int"
TABLES = (
    "subjects_read", "subjects", "subject_words", "frequent_words", "vocabulary", "phrases",
    "phrase_of_subject",
)  # fmt: skip
# Where the clusters of a state are remembered.
CLUSTERED = "clusters of subjects"
PLACES, CLUSTERS, FIELDS = "reason_places", "reason_clusters", "reason_fields"


@dataclass(frozen=True)
class _Found:
    """`places` are the rows of requests, `numbers` the cluster of each."""

    clusters: tuple[SubjectCluster, ...]
    keys: tuple[str, ...]
    subjects: int
    places: Any
    numbers: Any


class LoggedSubjects:
    """The clusters of a state's subjects; see the port `app.contact_reasons.SubjectReasons`.

    `memo` is what is remembered of the state, `log` the schema (or database and schema) of the log.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        memo: dict[str, Any],
        names: ReasonNames,
        log: str = "main",
    ) -> None:
        self._connection = connection
        self._memo = memo
        self._names = names
        self._log = log
        self._bound = False

    def clusters(self) -> tuple[SubjectCluster, ...]:
        """The clusters by their keys, the largest first."""
        return self._found().clusters

    def subjects(self) -> int:
        """How many requests have a subject."""
        return self._found().subjects

    def bind(self) -> None:
        """Have the further fields of requests tell the cluster of each, on this connection."""
        if self._bound:
            return
        found, names = self._found(), self._names()
        self._connection.register(PLACES, {"place": found.places, "number": found.numbers})
        self._connection.execute(f"create or replace temp table {CLUSTERS} (number integer, value varchar)")
        if found.keys:
            insert_rows(
                self._connection,
                CLUSTERS,
                ["integer", "varchar"],
                [(number, names.get(key, key)) for number, key in enumerate(found.keys)],
            )
        self._connection.execute(
            f"""create or replace temp table {FIELDS} as
            select r.source, r.ticket, r.request, {literal(REASON_FIELD)} as field, c.value
            from {PLACES} p join {CLUSTERS} c on c.number = p.number
            join {FACTS}.{kept_table("requests")} r on r.rowid = p.place"""
        )
        self._connection.unregister(PLACES)
        self._connection.execute(
            f"""create or replace temp view request_fields as
            select source, ticket, request, field, value from {FACTS}.request_fields
            where field <> {literal(REASON_FIELD)}
            union all select source, ticket, request, field, value from {FIELDS}"""
        )
        self._bound = True

    def _found(self) -> _Found:
        with self._memo.setdefault("clustering subjects", threading.Lock()):
            if CLUSTERED not in self._memo:
                self._memo[CLUSTERED] = _find(self._connection, self._log)
            found: _Found = self._memo[CLUSTERED]
            return found


def _find(connection: duckdb.DuckDBPyConnection, log: str) -> _Found:
    # It takes as long to load as the engine to read the subjects.
    loading = threading.Thread(target=import_module, args=("sklearn.feature_extraction.text",))
    loading.start()
    try:
        subjects = _read_phrases(connection, log)
        phrases = [
            (int(number), Phrase(tuple(dict.fromkeys(words)), int(requests)))
            for number, words, requests in connection.execute(
                "select number, words, requests from phrases"
                f" order by requests desc, number limit {MOST_PHRASES}"
            ).fetchall()
        ]
        told = [each for _, each in phrases]
        loading.join()
        keys = cluster_phrases(told, subjects)
        clusters = clusters_of(told, keys)
        numbered = {each.key: number for number, each in enumerate(clusters)}
        connection.execute(f"create or replace temp table {CLUSTERS} (phrase integer, number integer)")
        rows = [
            (number, numbered[key]) for (number, _), key in zip(phrases, keys, strict=True) if key is not None
        ]
        if rows:
            insert_rows(connection, CLUSTERS, ["integer", "integer"], rows)
        found = connection.execute(
            f"""select t.place, c.number from subjects_read t join subjects s on s.subject = t.subject
            join phrase_of_subject p on p.id = s.id join {CLUSTERS} c on c.phrase = p.phrase"""
        ).fetchnumpy()
        return _Found(clusters, tuple(numbered), subjects, found["place"], found["number"])
    finally:
        for table in TABLES:
            connection.execute(f"drop table if exists {table}")


def _read_phrases(connection: duckdb.DuckDBPyConnection, log: str) -> int:
    """Make the phrases of the subjects, each with how many requests have it; returns how many there are."""
    requests = f"{FACTS}.{kept_table('requests')}"
    connection.execute(
        f"""create or replace temp table subjects_read as
        select r.rowid as place, {CUSTOMER_BIT} as customer, {CLEANED} as subject
        from {log}.log l join {log}.sources o on o.source = l.source
        join {requests} r on r.source = l.source and r.ticket = l.ticket
        where l.kind = 'opened' and l.text is not null and not l.superseded and l.refusal is null
            and l."at" <= o.as_of and not r.problem"""
    )
    connection.execute(
        """create or replace temp table subjects as
        select subject, count(*)::integer as requests, bit_or(customer) as customers,
            row_number() over ()::integer as id, string_split(subject, ' ') as words
        from subjects_read group by subject"""
    )
    row = connection.execute("select sum(requests) from subjects where subject <> ''").fetchone()
    known = 0 if row is None or row[0] is None else int(row[0])
    connection.execute(
        f"""create or replace temp table subject_words as
        select id, requests, customers, unnest(list_distinct(words[:{MOST_WORDS}])) as word from subjects"""
    )
    connection.execute(
        f"""create or replace temp table frequent_words as
        select word, sum(requests) as requests, bit_count(bit_or(customers)) as customers
        from subject_words group by word having sum(requests) >= {fewest_requests(known)}"""
    )
    # Of the frequent ones alone: asked at once, the engine would compare every word of every subject.
    connection.execute(
        f"""create or replace temp table vocabulary as
        select word, row_number() over (order by requests desc, word)::smallint as number
        from frequent_words
        where customers >= {FEWEST_CUSTOMERS} and length(word) >= {SHORTEST_WORD}
            and word not in ({literals(sorted(STOP_WORDS))}) and word not in ({_names_of_agents(requests)})
        order by requests desc, word limit {LARGEST_VOCABULARY}"""
    )
    connection.execute(
        """create or replace temp table phrase_of_subject as
        select id, numbers, dense_rank() over (order by numbers)::integer as phrase from (
            select w.id, list_sort(list(v.number)) as numbers
            from subject_words w join vocabulary v on v.word = w.word group by w.id)"""
    )
    # The words in the order of the subject that most have.
    connection.execute(
        f"""create or replace temp table phrases as
        with led as (
            select p.phrase as number, any_value(p.numbers) as numbers, sum(s.requests) as requests,
                arg_max(s.words, (s.requests, s.subject)) as words
            from phrase_of_subject p join subjects s on s.id = p.id group by p.phrase)
        select number, requests,
            list_filter(words[:{MOST_WORDS}], lambda word: list_contains(known, word)) as words
        from (select l.number, l.requests, l.words, list(v.word) as known
            from (select *, unnest(numbers) as one from led) l join vocabulary v on v.number = l.one
            group by l.number, l.requests, l.words)"""
    )
    return known


def _names_of_agents(requests: str) -> str:
    """The words that agents are called by: a cluster named after one would be a figure of one person."""
    names = " union ".join(
        f"select {each} as name from {requests}" for each in ("agent", "first_resolution_agent")
    )
    letters = r"trim(regexp_replace(lower(name), '[^\p{L}]+', ' ', 'g'))"
    return f"select unnest(string_split({letters}, ' ')) as word from ({names}) where name is not null"
