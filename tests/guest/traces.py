"""What a database holds, read with SQL from outside: its schema, a checksum of every row, and words left in it."""

from collections import Counter
from dataclasses import dataclass

from tools.dev import cluster

OURS = r"\mhva_"  # how names of ours begin, in whatever column

SCHEMA = {
    "columns": """
        SELECT table_name || '.' || column_name || ' ' || udt_name || ' ' || is_nullable || coalesce(column_default, '')
        FROM information_schema.columns WHERE table_schema = 'public'
    """,
    "constraints": """
        SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    """,
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "relations": "SELECT relkind::text || ' ' || relname FROM pg_class WHERE relnamespace = 'public'::regnamespace",
    "functions": """
        SELECT proname || pg_get_function_arguments(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    """,
    "triggers": "SELECT tgrelid::regclass || ' ' || tgname FROM pg_trigger WHERE NOT tgisinternal",
    "comments": """
        SELECT objoid::regclass || ' ' || description FROM pg_description
        WHERE classoid = 'pg_class'::regclass AND objsubid = 0
    """,
}


@dataclass(frozen=True)
class Traces:
    schema: dict[str, set[str]]
    rows: dict[str, Counter[str]]
    words: dict[str, list[str]]


def of(db: str) -> Traces:
    found = words(db, OURS)
    return Traces(schema(db), rows(db), {table: rows_with(db, table, OURS) for table in found})


def difference(before: Traces, after: Traces) -> dict[str, tuple[int, int]]:
    """Return {table: (rows that are gone or changed, rows that are new or changed)}."""
    counts = {}
    for table in sorted({*before.rows, *after.rows}):
        was, now = before.rows.get(table, Counter()), after.rows.get(table, Counter())
        if was != now:
            counts[table] = ((was - now).total(), (now - was).total())
    return counts


def lines(db: str, query: str) -> list[str]:
    return [line for line in cluster.psql(db, query).split("\n") if line]


def schema(db: str) -> dict[str, set[str]]:
    return {kind: {" ".join(line.split()) for line in lines(db, query)} for kind, query in SCHEMA.items()}


def tables(db: str) -> list[str]:
    return lines(db, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")


def rows(db: str) -> dict[str, Counter[str]]:
    """Return a checksum of each row of every table, whatever the order of the columns."""
    union = " UNION ALL ".join(
        f"SELECT '{table} ' || md5(to_jsonb(t)::text) FROM \"{table}\" t" for table in tables(db)
    )
    found: dict[str, Counter[str]] = {}
    for line in lines(db, union):
        table, _, checksum = line.partition(" ")
        found.setdefault(table, Counter())[checksum] += 1
    return found


def words(db: str, pattern: str) -> dict[str, int]:
    """Return how many rows of each table have the pattern anywhere, in whatever column."""
    union = " UNION ALL ".join(
        f"SELECT '{table} ' || count(*) FROM \"{table}\" t WHERE to_jsonb(t)::text ~* '{pattern}' HAVING count(*) > 0"
        for table in tables(db)
    )
    return {line.split()[0]: int(line.split()[1]) for line in lines(db, union)}


def rows_with(db: str, table: str, pattern: str, shown: int = 5) -> list[str]:
    query = (
        f"SELECT left(to_jsonb(t)::text, 300) FROM \"{table}\" t WHERE to_jsonb(t)::text ~* '{pattern}' LIMIT {shown}"
    )
    return lines(db, query)
