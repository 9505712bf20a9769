"""The SQL of every indicator that needs only tickets, run by DuckDB on random tickets, gives what the library gives: the
same subjects, a value where there is one and NULL where there is none, to 1e-12 relative."""
import csv
import datetime
import json
import math
import os
import random
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "command"))
import command  # noqa: E402

try:
    import duckdb
except ImportError:
    duckdb = None

START = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
NOW, FROM, TO = "2026-01-20T12:00:00Z", "2026-01-05T00:00:00Z", "2026-01-25T06:00:00Z"
# Parameters without a default: as the command and as the SQL take them.
GIVEN = {"limit": ("36h", 129600.0)}
SQL_TYPES = {"text": "VARCHAR", "instant": "TIMESTAMPTZ", "duration": "DOUBLE", "boolean": "BOOLEAN", "number": "DOUBLE"}

# Stand-ins that the schema derives when a column is not there, said in SQL by hand.
STAND_INS = {
    "is_answered": "first_response_at IS NOT NULL",
    "is_resolved": "resolved_at IS NOT NULL",
    "is_abandoned": "NOT (first_response_at IS NOT NULL)",
    "is_first_contact": "contacts = 1 AND reopens = 0",
    "is_survey_answered": "csat IS NOT NULL AND csat BETWEEN 1 AND 5",
    "first_resolved_at": "resolved_at",
    "ended_at": "resolved_at",
    "resolutions": "reopens + CASE WHEN resolved_at IS NOT NULL THEN 1 ELSE 0 END",
    "handle_time": "talk_time + hold_time + wrap_time",
    "wait_time": "CAST(EXTRACT(EPOCH FROM (left_queue_at - queued_at)) AS DOUBLE)",
}
FEW = ["id", "agent", "customer", "problem", "created_at", "first_response_at", "resolved_at", "queued_at", "left_queue_at",
       "talk_time", "hold_time", "wrap_time", "contacts", "reopens", "csat", "cost"]


# ---- what there is --------------------------------------------------------------------------------

def _catalog():
    done = command.run("catalog", "--format", "json")
    assert done.status == 0, done.err
    return json.loads(done.out)


def _over_tickets(catalog):
    """Indicators whose only source is tickets, derived ones from such operands too, in order."""
    by_id = {entry["id"]: entry for entry in catalog["indicators"]}

    def sources(entry):
        if entry.get("source"):
            return {entry["source"]}
        return set().union(*(sources(by_id[operand]) for operand in entry["computed"]["operands"]))

    return [entry for entry in catalog["indicators"] if sources(entry) == {"tickets"} and not _beyond_sql(entry)]


def _beyond_sql(entry):
    """SQL has no business calendars and no Kaplan-Meier curves; the command says so."""
    is_beyond = re.search(r"\b(is_open|business_time|period_business_days|km_quantile|km_within)\(", entry["formula"])
    if is_beyond:
        done = command.run("sql", entry["id"])
        assert done.status != 0 and "cannot be written as SQL: " + is_beyond.group(1) in done.err, done.err
    return is_beyond is not None


def _sql(entry):
    done = command.run("sql", entry["id"])
    assert done.status == 0, f"sql {entry['id']}: {done.err}"
    return done.out


# ---- random tickets -------------------------------------------------------------------------------

def _instant(rng, row, field):
    if field["name"] == "created_at":
        moment = START + datetime.timedelta(seconds=rng.randrange(30 * 86400))
    else:
        # Mostly later than the request, now and then before it.
        created = row["created_at"] or START + datetime.timedelta(days=15)
        moment = created + datetime.timedelta(seconds=rng.choice([-1, 1, 1, 1, 1, 1, 1, 1]) * rng.choice(
            [0, rng.randrange(60), rng.randrange(7200), rng.randrange(6 * 86400)]))
    return moment + datetime.timedelta(microseconds=rng.choice([0, 0, 0, 250000, 1, 999999]))


def _number(rng, field, clean):
    low, high = field.get("domain", [None, None])
    if low is not None and high is not None:
        value = rng.randint(int(low), int(high))
    else:
        value = rng.choice([0, 0, 1, 1, 2, 3, 7])
    if not field.get("integer"):
        value += rng.choice([0, 0, 0, 0.1, 0.25]) if high is None or value < high else 0
    if not clean and rng.random() < 0.06:
        return rng.choice([-1, 1000000 if high is not None else -0.5, 1.5 if field.get("integer") else -3])
    return value


def _text(rng, name):
    count = {"customer": 40, "problem": 12, "team": 3, "channel": 4}.get(name, 7)
    return rng.choice([f"{name} {rng.randrange(count)}", f"agent {rng.randrange(7)}"]) if name not in (
        "customer", "problem", "channel") else f"{name} {rng.randrange(count)}"


def _cell(rng, row, field, missing, clean):
    if field["name"] == "id":
        return f"T{rng.random()}"
    if rng.random() < missing:
        return None
    if field["type"] == "instant":
        return _instant(rng, row, field)
    if field["type"] == "duration":
        low = 0 if clean or rng.random() > 0.04 else -30
        return low + rng.choice([0, 20, rng.randrange(60), rng.randrange(4000)]) + rng.choice([0, 0, 0.5, 0.001])
    if field["type"] == "boolean":
        often = 0.1 if field["name"] in ("is_spam", "is_merged", "is_deleted", "is_test", "is_outbound") else 0.5
        return rng.random() < often
    if field["type"] == "number":
        return _number(rng, field, clean)
    return _text(rng, field["name"])


def _tickets(fields, seed, rows, missing, clean=False):
    rng = random.Random(seed)
    table = []
    for _ in range(rows):
        row = {}
        for field in sorted(fields, key=lambda f: f["name"] != "created_at"):
            share = 0.03 if field["name"] == "created_at" else missing
            row[field["name"]] = _cell(rng, row, field, share, clean)
        table.append(row)
    return table


def _written(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return repr(value) if isinstance(value, float) else str(value)


def _write_csv(folder, table, names):
    path = os.path.join(folder.path, "tickets.csv")
    with open(path, "w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle)
        writer.writerow(names)
        writer.writerows([_written(row[name]) for name in names] for row in table)
    return path


# ---- the two answers ------------------------------------------------------------------------------

def _load(path, fields, names):
    """A database with the file as table tickets, typed as the SQL says; what the file lacks is stood in for, or NULL."""
    database = duckdb.connect()
    database.execute("SET TimeZone = 'UTC'")
    types = {field["name"]: SQL_TYPES[field["type"]] for field in fields}
    columns = ", ".join(f"'{name}': '{types[name]}'" for name in names)
    rest = [f"CAST({STAND_INS.get(name, 'NULL')} AS {types[name]}) AS {name}" for name in types if name not in names]
    database.execute(f"CREATE TABLE tickets AS SELECT {', '.join(['*'] + rest)} FROM "
                     f"read_csv('{path}', header = true, delim = ',', columns = {{{columns}}})")
    return database


def _tokens(sql):
    """What the query leaves to be filled in, by name."""
    return set(re.findall(r"\$([a-z_]+)", "\n".join(line for line in sql.splitlines() if not line.startswith("--"))))


def _asked(database, sql):
    """Values by subject, as SQL gives them."""
    values = {"now": NOW, "period_start": FROM, "period_end": TO, **{name: given[1] for name, given in GIVEN.items()}}
    rows = database.execute(sql, {name: values[name] for name in _tokens(sql)}).fetchall()
    return {"" if subject is None else subject: value for subject, value in rows}


def _measured(path, entry, sql):
    """Rows by subject, as the library gives them; the error where it refuses."""
    words = ["measure", path, "--by", "subject", "--indicators", entry["id"], "--now", NOW, "--format", "csv"]
    if "period_end" in _tokens(sql):
        words += ["--from", FROM, "--to", TO]
    for name, parameter in entry.get("parameters", {}).items():
        if "default" not in parameter:
            words += ["--param", f"{entry['id']}.{name}={GIVEN[name][0]}"]
    done = command.run(*words)
    if done.status != 0:
        return None, done.err
    return {row["subject"]: row for row in done.rows()}, ""


def _difference(measured, asked):
    """The first difference in words; None if there is none."""
    if set(measured) != set(asked):
        return f"only the library has {set(measured) - set(asked)}, only SQL has {set(asked) - set(measured)}"
    for subject, row in sorted(measured.items()):
        value = asked[subject]
        has_value = value is not None and not math.isnan(value)
        if (row["status"] == "OK") != has_value:
            return f"subject '{subject}': the library says {dict(row)}, SQL says {value}"
        if has_value and not math.isclose(float(row["value"]), value, rel_tol=1e-12, abs_tol=1e-12):
            return f"subject '{subject}': the library says {dict(row)}, SQL says {value!r}"
    return None


def _compare(entries, fields, table, names):
    folder = command.Folder()
    path = _write_csv(folder, table, names)
    database = _load(path, fields, names)
    compared, values, faults = 0, 0, []
    for entry in entries:
        sql = _sql(entry)
        measured, refusal = _measured(path, entry, sql)
        if measured is None:
            lacks = re.search(r"needs the field ([a-z_]+) of tickets", refusal)
            if lacks is None or lacks.group(1) in names or lacks.group(1) in STAND_INS:
                faults.append(f"{entry['id']}: refused: {refusal.strip()}")
            continue
        difference = _difference(measured, _asked(database, sql))
        if difference is not None:
            faults.append(f"{entry['id']} = {entry['formula']}: {difference}")
        compared += 1
        values += sum(row["status"] == "OK" for row in measured.values())
    print(f"{compared} indicators, {values} values compared")
    assert not faults, "\n  ".join([f"{len(faults)} differ"] + faults)
    return compared


def _together(entries, path):
    """All indicators in one query: each row of one asked alone must be there and the same."""
    words = ["measure", path, "--by", "subject", "--now", NOW, "--format", "csv", "--indicators",
             ",".join(entry["id"] for entry in entries)]
    for entry in entries:
        for name, parameter in entry.get("parameters", {}).items():
            if "default" not in parameter:
                words += ["--param", f"{entry['id']}.{name}={GIVEN[name][0]}"]
    done = command.run(*words)
    assert done.status == 0, done.err
    return {(row["indicator"], row["subject"]): row for row in done.rows()}


def _all_columns(seed, rows, missing, clean=False):
    catalog = _catalog()
    fields = catalog["fields"]["tickets"]
    table = _tickets(fields, seed, rows, missing, clean)
    compared = _compare(_over_tickets(catalog), fields, table, [field["name"] for field in fields])
    assert compared > 100, compared


# ---- the tests ------------------------------------------------------------------------------------

def six_hundred_tickets_give_what_sql_gives():
    _all_columns(20260101, 600, 0.15)


def tickets_with_hardly_a_cell_give_what_sql_gives():
    _all_columns(7, 150, 0.7)


def a_handful_of_tickets_gives_what_sql_gives():
    _all_columns(11, 9, 0.3)


def tickets_without_a_gap_give_what_sql_gives():
    _all_columns(5, 120, 0.0, clean=True)


def one_query_of_all_gives_what_each_gives_alone():
    """Indicators that share fields, filters and cells do not disturb each other."""
    catalog = _catalog()
    fields = catalog["fields"]["tickets"]
    folder = command.Folder()
    path = _write_csv(folder, _tickets(fields, 17, 300, 0.2), [field["name"] for field in fields])
    alone = {}
    for entry in _over_tickets(catalog):
        sql = _sql(entry)
        if "period_end" not in _tokens(sql):
            measured, refusal = _measured(path, entry, sql)
            assert measured is not None, refusal
            alone[entry["id"]] = measured
    together = _together([entry for entry in _over_tickets(catalog) if entry["id"] in alone], path)
    for name, rows in alone.items():
        for subject, row in rows.items():
            assert together.get((name, subject)) == row, (name, row, together.get((name, subject)))


def stand_ins_give_what_sql_gives():
    """A file with few columns: the fields that the schema derives are said in SQL by hand."""
    catalog = _catalog()
    fields = catalog["fields"]["tickets"]
    table = _tickets([field for field in fields if field["name"] in FEW], 3, 400, 0.15, clean=True)
    compared = _compare(_over_tickets(catalog), fields, table, FEW)
    assert compared > 40, compared


def hours_and_weekdays_of_a_zone_are_what_sql_says():
    if not os.path.exists("/usr/share/zoneinfo/America/St_Johns"):
        print("the system has no time zones: not compared")
        return
    catalog = _catalog()
    fields = [field for field in catalog["fields"]["tickets"] if field["name"] in FEW]
    folder = command.Folder()
    path = _write_csv(folder, _tickets(fields, 23, 400, 0.1), FEW)
    own = folder.write("own.json", json.dumps({"deskscore": 1, "kind": "catalog", "indicators": [
        {"id": "hour", "name": "Hour", "unit": "hours", "formula": "mean(hour_of(created_at))", "credit": ["agent"]},
        {"id": "early", "name": "Early", "unit": "%", "credit": ["agent"],
         "formula": "100 * share(weekday_of(created_at) <= 2 and hour_of(created_at) < 6)"}]}))
    database = _load(path, catalog["fields"]["tickets"], FEW)
    for name in ("hour", "early"):
        sql = command.run("sql", name, "--define", own).out
        assert "$zone" in sql, sql
        done = command.run("measure", path, "--by", "subject", "--indicators", name, "--define", own, "--now", NOW,
                           "--zone", "America/St_Johns", "--format", "csv")
        assert done.status == 0, done.err
        asked = {subject or "": value for subject, value in
                 database.execute(sql, {"zone": "America/St_Johns"}).fetchall()}
        difference = _difference({row["subject"]: row for row in done.rows()}, asked)
        assert difference is None, f"{name}: {difference}"


if __name__ == "__main__":
    if duckdb is None:
        print("skipped: the Python package duckdb is not installed")
        sys.exit(77)
    sys.exit(command.main([six_hundred_tickets_give_what_sql_gives, tickets_with_hardly_a_cell_give_what_sql_gives,
                           a_handful_of_tickets_gives_what_sql_gives, tickets_without_a_gap_give_what_sql_gives,
                           one_query_of_all_gives_what_each_gives_alone, stand_ins_give_what_sql_gives,
                           hours_and_weekdays_of_a_zone_are_what_sql_says]))
