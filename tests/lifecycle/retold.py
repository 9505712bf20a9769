"""A log of events told a second time: duplicates dropped, merged tickets folded, each ticket by itself."""
from retold_ticket import STATUSES, Ticket  # noqa: F401


def deduplicated(log):
    seen, kept = set(), []
    for event in log:
        key = tuple(sorted((k, v if k != "is_public" else v is not False) for k, v in event.items() if v is not None or
                           k == "is_public"))
        if key not in seen:
            seen.add(key)
            kept.append(event)
    return kept


def undeleted(events):
    """Events without those that fell between a deletion and the restoration; creations stay."""
    kept, deleted = [], False
    for event in events:
        deleted = deleted and event["kind"] != "restored"
        if not deleted or event["kind"] == "created":
            kept.append(event)
        deleted = deleted or event["kind"] == "deleted"
    return kept


def retold(log, policy, end_of):
    """Rows of the four tables by the oracle; the log in the order of the data."""
    order = list(dict.fromkeys(e["ticket"] for e in log))
    by = {name: sorted((e for e in log if e["ticket"] == name), key=lambda e: e["at"]) for name in order}
    if policy["duplicates"] == "drop":
        by = {name: deduplicated(events) for name, events in by.items()}
    place = {id(e): i for i, e in enumerate(log)}
    if policy["merge"] == "fold":
        goes = {}
        for name, events in by.items():
            happened = undeleted(events)
            merge = next((e for e in happened if e["kind"] == "merged"), None)
            if merge and merge["value"] in by and merge["value"] != name:
                before = next(i for i, e in enumerate(happened) if e is merge)
                goes[name] = (merge["value"], happened[:before])

        def root(name):
            walked = [name]
            while walked[-1] in goes:
                step = goes[walked[-1]][0]
                if step in walked:
                    return walked[walked.index(step):], step
                walked.append(step)
            return [], walked[-1]

        circles = {name for start in goes for name in root(start)[0]}
        goes = {name: to for name, to in goes.items() if name not in circles}
        joined = {name: list(events) for name, events in by.items() if name not in goes}
        for name in goes:
            joined[root(name)[1]] += [e for e in goes[name][1] if e["kind"] in (
                "created", "message", "note", "handoff", "escalated", "linked", "survey_sent", "survey_answered")]
        by = {name: sorted(events, key=lambda e: (e["at"], place[id(e)])) for name, events in joined.items()}
    tables = {"tickets": [], "responses": [], "assignments": [], "cycles": []}
    for name, events in by.items():
        ticket = Ticket(name, events, policy, end_of(events))
        for source, rows in ticket.rows().items():
            tables[source] += rows
    return tables
