"""The SQL for other helpdesks, on small databases of their public schemas: stories told by hand, facts worked by hand."""
import csv
import io
import os
import sqlite3
import sys

from command import Folder, SOURCE, main, measure, run, tests_of

_FOLDER = os.path.join(SOURCE, "examples", "helpdesks")

_CHATWOOT = """
CREATE TABLE users (id INTEGER, name TEXT);
CREATE TABLE teams (id INTEGER, name TEXT);
CREATE TABLE inboxes (id INTEGER, name TEXT, channel_type TEXT);
CREATE TABLE conversations (id INTEGER, account_id INTEGER, inbox_id INTEGER, status INTEGER, assignee_id INTEGER,
    created_at TEXT, updated_at TEXT, contact_id INTEGER, display_id INTEGER, team_id INTEGER,
    first_reply_created_at TEXT, priority INTEGER, waiting_since TEXT);
CREATE TABLE messages (id INTEGER PRIMARY KEY, conversation_id INTEGER, message_type INTEGER, created_at TEXT,
    private BOOLEAN, sender_type TEXT, sender_id INTEGER, content_type INTEGER);
CREATE TABLE reporting_events (id INTEGER PRIMARY KEY, name TEXT, value REAL, user_id INTEGER, conversation_id INTEGER,
    event_start_time TEXT, event_end_time TEXT);
CREATE TABLE csat_survey_responses (id INTEGER PRIMARY KEY, conversation_id INTEGER, message_id INTEGER, rating INTEGER,
    assigned_agent_id INTEGER, created_at TEXT);
INSERT INTO users VALUES (1, 'Ada'), (2, 'Bo');
INSERT INTO teams VALUES (1, 'Billing');
INSERT INTO inboxes VALUES (1, 'Website', 'Channel::WebWidget');
"""

_ZAMMAD = """
CREATE TABLE users (id INTEGER, login TEXT, firstname TEXT, lastname TEXT);
CREATE TABLE groups (id INTEGER, name TEXT);
CREATE TABLE ticket_state_types (id INTEGER, name TEXT);
CREATE TABLE ticket_states (id INTEGER, state_type_id INTEGER, name TEXT);
CREATE TABLE ticket_priorities (id INTEGER, name TEXT);
CREATE TABLE ticket_article_types (id INTEGER, name TEXT, communication BOOLEAN);
CREATE TABLE ticket_article_senders (id INTEGER, name TEXT);
CREATE TABLE tickets (id INTEGER, group_id INTEGER, priority_id INTEGER, state_id INTEGER, number TEXT,
    owner_id INTEGER, customer_id INTEGER, first_response_at TEXT, first_response_diff_in_min INTEGER, close_at TEXT,
    close_diff_in_min INTEGER, last_close_at TEXT, create_article_type_id INTEGER, create_article_sender_id INTEGER,
    created_by_id INTEGER, created_at TEXT, updated_at TEXT);
CREATE TABLE ticket_articles (id INTEGER PRIMARY KEY, ticket_id INTEGER, type_id INTEGER, sender_id INTEGER,
    internal BOOLEAN, created_by_id INTEGER, created_at TEXT);
CREATE TABLE history_types (id INTEGER, name TEXT);
CREATE TABLE history_objects (id INTEGER, name TEXT);
CREATE TABLE history_attributes (id INTEGER, name TEXT);
CREATE TABLE histories (id INTEGER PRIMARY KEY, history_type_id INTEGER, history_object_id INTEGER,
    history_attribute_id INTEGER, o_id INTEGER, id_to INTEGER, id_from INTEGER, value_from TEXT, value_to TEXT,
    created_by_id INTEGER, created_at TEXT);
INSERT INTO users VALUES (1, '-', '', ''), (2, 'ada', 'Ada', ''), (3, 'bo', 'Bo', ''), (9, 'kim', 'Kim', '');
INSERT INTO groups VALUES (1, 'Users'), (2, 'Second level');
INSERT INTO ticket_state_types VALUES (1, 'new'), (2, 'open'), (3, 'pending reminder'), (5, 'closed'), (6, 'merged');
INSERT INTO ticket_states VALUES (1, 1, 'new'), (2, 2, 'open'), (3, 3, 'pending reminder'), (4, 5, 'closed'),
    (5, 6, 'merged');
INSERT INTO ticket_priorities VALUES (2, '2 normal');
INSERT INTO ticket_article_types VALUES (1, 'email', 1), (10, 'note', 0);
INSERT INTO ticket_article_senders VALUES (1, 'Agent'), (2, 'Customer'), (3, 'System');
INSERT INTO history_types VALUES (1, 'created'), (2, 'updated'), (3, 'merged_into');
INSERT INTO history_objects VALUES (1, 'Ticket');
INSERT INTO history_attributes VALUES (1, 'state'), (2, 'owner'), (3, 'group');
"""


def _query(base, helpdesk, name):
    """The rows of one of the shipped queries, as CSV text."""
    with open(os.path.join(_FOLDER, helpdesk, name), encoding="utf-8") as handle:
        cursor = base.execute(handle.read())
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([column[0] for column in cursor.description])
    writer.writerows(cursor)
    return out.getvalue()


def _lifecycle(base, helpdesk, *options):
    """The four sources that `deskscore lifecycle` makes, each a list of rows."""
    folder = Folder()
    events = folder.write("events.csv", _query(base, helpdesk, "events.sql"))
    done = run("lifecycle", events, "--profile", os.path.join(_FOLDER, helpdesk, "profile.json"), "--out", folder.path,
               "--now", "2026-02-01T00:00:00Z", *options)
    assert done.status == 0, done.err
    sources = {}
    for source in ("tickets", "responses", "assignments", "cycles"):
        with open(os.path.join(folder.path, source + ".csv"), encoding="utf-8") as handle:
            sources[source] = list(csv.DictReader(handle))
    return sources


def _measure_tickets(base, helpdesk, *indicators):
    folder = Folder()
    path = folder.write("tickets.csv", _query(base, helpdesk, "tickets.sql"))
    rows = measure(path, "--profile", os.path.join(_FOLDER, helpdesk, "profile.json"), "--indicators",
                   ",".join(indicators), "--now", "2026-02-01T00:00:00Z")
    return {indicator: float(rows[indicator]["value"]) for indicator in indicators}


def _chatwoot():
    """Conversation 1: a bot greets at once, hands over after 60 s, Ada answers 240 s after that, the customer asks again,
    Bo answers 600 s later; resolved, reopened, resolved again. Conversation 2: never answered."""
    base = sqlite3.connect(":memory:")
    base.executescript(_CHATWOOT)
    base.executescript("""
    INSERT INTO conversations VALUES
        (1, 1, 1, 1, 2, '2026-01-05 09:00:00', '2026-01-06 12:00:00', 50, 1, 1, '2026-01-05 09:05:00', 2, NULL),
        (2, 1, 1, 0, NULL, '2026-01-07 10:00:00', '2026-01-07 10:00:00', 51, 2, NULL, NULL, NULL, NULL);
    INSERT INTO messages (conversation_id, message_type, created_at, private, sender_type, sender_id, content_type) VALUES
        (1, 0, '2026-01-05 09:00:00', 0, 'Contact', 50, 0),
        (1, 1, '2026-01-05 09:00:05', 0, 'AgentBot', 7, 0),
        (1, 2, '2026-01-05 09:01:00', 0, NULL, NULL, 0),
        (1, 1, '2026-01-05 09:02:00', 1, 'User', 2, 0),
        (1, 1, '2026-01-05 09:05:00', 0, 'User', 1, 0),
        (1, 0, '2026-01-05 09:20:00', 0, 'Contact', 50, 0),
        (1, 0, '2026-01-05 09:25:00', 0, 'Contact', 50, 0),
        (1, 1, '2026-01-05 09:30:00', 0, 'User', 2, 0),
        (1, 3, '2026-01-05 10:00:00', 0, NULL, NULL, 9),
        (2, 0, '2026-01-07 10:00:00', 0, 'Contact', 51, 0);
    INSERT INTO reporting_events (name, value, user_id, conversation_id, event_start_time, event_end_time) VALUES
        ('conversation_opened', 0, NULL, 1, '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
        ('conversation_bot_handoff', 60, NULL, 1, '2026-01-05 09:00:00', '2026-01-05 09:01:00'),
        ('first_response', 240, 1, 1, '2026-01-05 09:01:00', '2026-01-05 09:05:00'),
        ('conversation_resolved', 3600, 2, 1, '2026-01-05 09:00:00', '2026-01-05 10:00:00'),
        ('conversation_opened', 79200, NULL, 1, '2026-01-05 10:00:00', '2026-01-06 08:00:00'),
        ('conversation_resolved', 97200, 2, 1, '2026-01-05 09:00:00', '2026-01-06 12:00:00');
    INSERT INTO csat_survey_responses (conversation_id, message_id, rating, assigned_agent_id, created_at) VALUES
        (1, 9, 4, 2, '2026-01-06 13:00:00');
    """)
    return base


def chatwoot_events_become_the_story_of_each_conversation():
    sources = _lifecycle(_chatwoot(), "chatwoot")
    first, second = sources["tickets"]
    assert first["created_at"] == "2026-01-05T09:00:00Z" and first["first_response_at"] == "2026-01-05T09:05:00Z"
    assert first["responder"] == "Ada" and first["resolver"] == "Bo", first
    assert first["first_resolved_at"] == "2026-01-05T10:00:00Z" and first["resolved_at"] == "2026-01-06T12:00:00Z"
    assert (first["reopens"], first["resolutions"], first["replies"]) == ("1", "2", "2"), first
    assert first["csat"] == "4", first
    # Chatwoot keeps no history of assignments, teams and statuses: nothing is said of them
    for unknown in ("agent", "assignments", "transfers", "unassigned_time", "time_pending", "survey_agent", "is_deleted"):
        assert unknown not in first, unknown
    assert first["team"] == "Billing" and first["priority"] == "high" and first["channel"] == "Website"
    assert second["first_response_at"] == "" and second["resolved_at"] == "" and second["replies"] == "0", second
    segments = [row for row in sources["responses"] if row["ticket"] == "1"]
    # two customer messages without an answer between them open one segment, at the first
    assert [(row["asked_at"], row["responded_at"], row["agent"]) for row in segments] == [
        ("2026-01-05T09:00:00Z", "2026-01-05T09:05:00Z", "Ada"),
        ("2026-01-05T09:20:00Z", "2026-01-05T09:30:00Z", "Bo")], segments
    cycles = [(row["opened_at"], row["resolved_at"]) for row in sources["cycles"] if row["ticket"] == "1"]
    assert cycles == [("2026-01-05T09:00:00Z", "2026-01-05T10:00:00Z"), ("2026-01-06T08:00:00Z", "2026-01-06T12:00:00Z")]


def _chatwoot_turns():
    """3: the bot resolves; the customer's next message makes it pending (no opening is logged), the bot hands over when Ada
    comes in; resolved, snoozed and opened again are no reopenings while it is open. 4: a campaign nobody answered. 5: begun
    by Ada, answered by the customer. 6: resolved by the clock without an assignee; muted: the customer writes in vain.
    7: a greeting only, and two surveys, rated 1, then 5."""
    base = sqlite3.connect(":memory:")
    base.executescript(_CHATWOOT)
    base.executescript("""
    INSERT INTO conversations VALUES
        (3, 1, 1, 3, 1, '2026-01-05 09:00:00', '2026-01-05 12:00:00', 50, 3, NULL, '2026-01-05 10:10:00', NULL, NULL),
        (4, 1, 1, 0, NULL, '2026-01-05 09:00:00', '2026-01-05 09:00:00', 51, 4, NULL, NULL, NULL, NULL),
        (5, 1, 1, 0, 1, '2026-01-05 09:00:00', '2026-01-05 09:30:00', 52, 5, NULL, NULL, NULL, NULL),
        (6, 1, 1, 1, NULL, '2026-01-05 09:00:00', '2026-01-07 09:00:00', 53, 6, NULL, NULL, NULL, NULL),
        (7, 1, 1, 0, 2, '2026-01-05 09:00:00', '2026-01-05 09:00:02', 54, 7, NULL, NULL, NULL, NULL);
    INSERT INTO messages (conversation_id, message_type, created_at, private, sender_type, sender_id, content_type) VALUES
        (3, 0, '2026-01-05 09:00:00', 0, 'Contact', 50, 0),
        (3, 1, '2026-01-05 09:00:03', 0, 'AgentBot', 7, 0),
        (3, 0, '2026-01-05 10:00:00', 0, 'Contact', 50, 0),
        (3, 1, '2026-01-05 10:10:00', 0, 'User', 1, 0),
        (4, 1, '2026-01-05 09:00:00', 0, NULL, NULL, 0),
        (5, 1, '2026-01-05 09:00:00', 0, 'User', 1, 0),
        (5, 0, '2026-01-05 09:20:00', 0, 'Contact', 52, 0),
        (5, 1, '2026-01-05 09:30:00', 0, 'User', 1, 0),
        (6, 0, '2026-01-05 09:00:00', 0, 'Contact', 53, 0),
        (6, 0, '2026-01-07 11:00:00', 0, 'Contact', 53, 0),
        (7, 0, '2026-01-05 09:00:00', 0, 'Contact', 54, 0),
        (7, 3, '2026-01-05 09:00:02', 0, NULL, NULL, 0),
        (7, 3, '2026-01-05 10:00:00', 0, NULL, NULL, 9),
        (7, 3, '2026-01-05 11:00:00', 0, NULL, NULL, 9),
        (5, 3, '2026-01-05 10:00:00', 0, NULL, NULL, 9),
        (3, 3, '2026-01-05 11:30:00', 0, NULL, NULL, 9);
    INSERT INTO reporting_events (name, value, user_id, conversation_id, event_start_time, event_end_time) VALUES
        ('conversation_resolved', 600, NULL, 3, '2026-01-05 09:00:00', '2026-01-05 09:10:00'),
        ('conversation_bot_resolved', 600, NULL, 3, '2026-01-05 09:00:00', '2026-01-05 09:10:00'),
        ('conversation_bot_handoff', 3900, NULL, 3, '2026-01-05 09:00:00', '2026-01-05 10:05:00'),
        ('conversation_opened', 0, NULL, 3, '2026-01-05 09:10:00', '2026-01-05 10:05:00'),
        ('conversation_opened', 0, NULL, 3, '2026-01-05 09:10:00', '2026-01-05 11:00:00'),
        ('conversation_resolved', 172800, NULL, 6, '2026-01-05 09:00:00', '2026-01-07 09:00:00');
    INSERT INTO csat_survey_responses (conversation_id, message_id, rating, assigned_agent_id, created_at) VALUES
        (7, 13, 1, 2, '2026-01-05 10:30:00'), (7, 14, 5, 2, '2026-01-05 11:30:00'), (5, 15, 4, 1, '2026-01-05 10:30:00');
    """)
    return base


def a_customers_message_reopens_a_chatwoot_conversation_that_no_opening_tells_of():
    sources = _lifecycle(_chatwoot_turns(), "chatwoot")
    tickets = {row["id"]: row for row in sources["tickets"]}
    three = tickets["3"]
    assert (three["resolutions"], three["reopens"], three["resolved_at"]) == ("1", "1", ""), three
    assert three["first_reopened_at"] == "2026-01-05T10:00:00Z" and three["is_bot_resolved"] == "false", three
    assert three["handoff_at"] == "2026-01-05T10:05:00Z" and three["first_response_at"] == "2026-01-05T10:10:00Z", three
    segments = [(row["asked_at"], row["responded_at"]) for row in sources["responses"] if row["ticket"] == "3"]
    assert segments == [("2026-01-05T09:00:00Z", ""), ("2026-01-05T10:00:00Z", "2026-01-05T10:10:00Z")], segments
    six = tickets["6"]
    assert (six["resolutions"], six["reopens"], six["resolver"]) == ("1", "0", ""), six
    assert six["resolved_at"] == "2026-01-07T09:00:00Z", six


def what_chatwoot_began_itself_waits_for_no_answer():
    base = _chatwoot_turns()
    sources = _lifecycle(base, "chatwoot")
    tickets = {row["id"]: row for row in sources["tickets"]}
    assert [tickets[i]["is_outbound"] for i in "34567"] == ["false", "true", "false", "false", "false"], tickets
    segments = [(row["ticket"], row["asked_at"], row["responded_at"]) for row in sources["responses"]
                if row["ticket"] in ("4", "5")]
    assert segments == [("5", "2026-01-05T09:20:00Z", "2026-01-05T09:30:00Z")], segments
    assert tickets["7"]["is_bot"] == "false" and tickets["7"]["first_response_at"] == "", tickets["7"]  # a greeting is no bot
    assert _measure_tickets(base, "chatwoot", "tickets", "resolved") == {"tickets": 5, "resolved": 1}


def every_chatwoot_survey_counts_where_surveys_are_rows():
    folder = Folder()
    path = folder.write("surveys.csv", _query(_chatwoot_turns(), "chatwoot", "surveys.sql"))
    rows = list(csv.DictReader(io.StringIO(open(path, encoding="utf-8").read())))
    assert [(row["ticket"], row["agent"], row["csat"]) for row in rows] == [
        ("3", "", ""), ("5", "Ada", "4"), ("7", "Bo", "1"), ("7", "Bo", "5")], rows
    # of the two conversations that were rated one was rated twice, and turned good: by their own rows and by their events
    base = _chatwoot_turns()
    assert _measure_tickets(base, "chatwoot", "rating_improved", "csat_mean") == {"rating_improved": 100, "csat_mean": 4.5}
    tickets = {row["id"]: (row["csat_first"], row["csat"]) for row in _lifecycle(base, "chatwoot")["tickets"]}
    assert tickets["5"] == ("", "4") and tickets["7"] == ("1", "5") and tickets["3"] == ("", ""), tickets


def chatwoot_tickets_are_measured_as_they_are():
    values = _measure_tickets(_chatwoot(), "chatwoot", "tickets", "first_response_time", "first_response_from_handoff",
                              "resolution_time", "reopens_per_resolution", "csat_mean")
    # 300 s from creation, 240 s from the hand-off; 27 h to the last resolution; reopened once in two resolutions
    assert values["tickets"] == 2 and values["first_response_time"] == 300, values
    assert values["first_response_from_handoff"] == 240 and values["resolution_time"] == 97200, values
    assert values["csat_mean"] == 4, values


def _zammad():
    """10001: mailed by Kim, auto-answer at once, taken by Ada, answered after 30 min, pending two hours, closed, reopened by
    Kim's mail, handed to Bo of the second level, closed. 10002: logged by Ada as closed. 10003: merged into 10001."""
    base = sqlite3.connect(":memory:")
    base.executescript(_ZAMMAD)
    base.executescript("""
    INSERT INTO tickets VALUES
        (1, 2, 2, 4, '10001', 3, 9, '2026-01-05 09:30:00', -10, '2026-01-05 12:00:00', 30, '2026-01-07 10:00:00', 1, 2, 9,
         '2026-01-05 09:00:00', '2026-01-07 10:00:00'),
        (2, 1, 2, 4, '10002', 2, 9, NULL, NULL, '2026-01-05 11:00:00', NULL, '2026-01-05 11:00:00', 10, 1, 2,
         '2026-01-05 11:00:00', '2026-01-05 11:00:00'),
        (3, 1, 2, 5, '10003', 1, 9, NULL, NULL, NULL, NULL, NULL, 1, 2, 9, '2026-01-05 09:10:00', '2026-01-05 09:15:00');
    INSERT INTO ticket_articles (ticket_id, type_id, sender_id, internal, created_by_id, created_at) VALUES
        (1, 1, 2, 0, 9, '2026-01-05 09:00:00'), (1, 1, 3, 0, 1, '2026-01-05 09:00:10'),
        (1, 10, 1, 0, 2, '2026-01-05 09:20:00'), (1, 1, 1, 0, 2, '2026-01-05 09:30:00'),
        (1, 1, 2, 0, 9, '2026-01-06 10:00:00'), (1, 1, 1, 0, 3, '2026-01-07 09:00:00'),
        (2, 10, 1, 1, 2, '2026-01-05 11:00:00'), (3, 1, 2, 0, 9, '2026-01-05 09:10:00');
    INSERT INTO histories (history_type_id, history_object_id, history_attribute_id, o_id, id_to, id_from, value_from,
                           value_to, created_by_id, created_at) VALUES
        (2, 1, 2, 1, 2, 1, '-', 'Ada', 2, '2026-01-05 09:10:00'),
        (2, 1, 1, 1, 2, 1, 'new', 'open', 2, '2026-01-05 09:30:00'),
        (2, 1, 1, 1, 3, 2, 'open', 'pending reminder', 2, '2026-01-05 10:00:00'),
        (2, 1, 1, 1, 4, 3, 'pending reminder', 'closed', 2, '2026-01-05 12:00:00'),
        (2, 1, 1, 1, 2, 4, 'closed', 'open', 9, '2026-01-06 10:00:00'),
        (2, 1, 3, 1, 2, 1, 'Users', 'Second level', 2, '2026-01-06 11:00:00'),
        (2, 1, 2, 1, 3, 2, 'Ada', 'Bo', 2, '2026-01-06 11:00:00'),
        (2, 1, 1, 1, 4, 2, 'open', 'closed', 3, '2026-01-07 10:00:00'),
        (2, 1, 1, 3, 5, 1, 'new', 'merged', 2, '2026-01-05 09:15:00'),
        (3, 1, NULL, 3, 1, 3, NULL, NULL, 2, '2026-01-05 09:15:00');
    """)
    return base


def zammad_events_become_the_story_of_each_ticket():
    sources = _lifecycle(_zammad(), "zammad")
    tickets = {row["id"]: row for row in sources["tickets"]}
    one = tickets["10001"]
    # the automatic answer and the public note are no replies
    assert one["first_response_at"] == "2026-01-05T09:30:00Z" and one["responder"] == "ada", one
    assert one["agent"] == "bo" and one["resolver"] == "bo" and one["team"] == "Second level", one
    assert one["first_assigned_at"] == "2026-01-05T09:10:00Z", one
    assert (one["replies"], one["reopens"], one["resolutions"]) == ("2", "1", "2"), one
    assert one["first_resolved_at"] == "2026-01-05T12:00:00Z" and one["resolved_at"] == "2026-01-07T10:00:00Z"
    assert float(one["time_pending"]) == 7200 and float(one["time_new"]) == 1800, one
    # open: 09:30-10:00 on the first day, 10:00 to 10:00 the next day after the reopening
    assert float(one["time_open"]) == 1800 + 86400, one
    assert "is_spam" not in one and "survey_answered_at" not in one and "is_escalated" not in one, one  # not in the log
    two = tickets["10002"]
    assert two["resolver"] == "ada", two  # closed as it was logged
    assert two["resolved_at"] == "2026-01-05T11:00:00Z" and two["replies"] == "0" and two["reopens"] == "0", two
    three = tickets["10003"]
    assert three["is_merged"] == "true" and three["resolved_at"] == "", three
    hands = [(row["agent"], row["assigned_at"]) for row in sources["assignments"] if row["ticket"] == "10001"]
    assert hands == [("ada", "2026-01-05T09:10:00Z"), ("bo", "2026-01-06T11:00:00Z")], hands
    cycles = [(row["opened_at"], row["resolved_at"]) for row in sources["cycles"] if row["ticket"] == "10001"]
    assert cycles == [("2026-01-05T09:00:00Z", "2026-01-05T12:00:00Z"), ("2026-01-06T10:00:00Z", "2026-01-07T10:00:00Z")]


def zammads_merged_tickets_end_and_their_articles_belong_to_the_target():
    """10011 is merged into the younger 10012, with its answered mail; 10013 was merged before Zammad logged merges."""
    base = sqlite3.connect(":memory:")
    base.executescript(_ZAMMAD)
    base.executescript("""
    INSERT INTO tickets VALUES
        (11, 1, 2, 5, '10011', 1, 9, NULL, NULL, NULL, NULL, NULL, 1, 2, 9, '2026-01-05 09:00:00', '2026-01-05 10:00:00'),
        (12, 1, 2, 2, '10012', 2, 9, NULL, NULL, NULL, NULL, NULL, 1, 2, 9, '2026-01-05 09:30:00', '2026-01-05 10:00:00'),
        (13, 1, 2, 5, '10013', 1, 9, NULL, NULL, NULL, NULL, NULL, 1, 2, 9, '2026-01-05 09:00:00', '2026-01-05 11:00:00');
    INSERT INTO ticket_articles (ticket_id, type_id, sender_id, internal, created_by_id, created_at) VALUES
        (12, 1, 2, 0, 9, '2026-01-05 09:00:00'), (12, 1, 1, 0, 2, '2026-01-05 09:20:00'),
        (12, 1, 2, 0, 9, '2026-01-05 09:30:00'), (12, 1, 1, 0, 2, '2026-01-05 09:50:00'),
        (11, 10, 1, 0, 2, '2026-01-05 10:00:00');
    INSERT INTO histories (history_type_id, history_object_id, history_attribute_id, o_id, id_to, id_from, value_from,
                           value_to, created_by_id, created_at) VALUES
        (3, 1, NULL, 11, 12, 11, NULL, NULL, 2, '2026-01-05 10:00:00'),
        (2, 1, 1, 11, 5, 1, 'new', 'merged', 2, '2026-01-05 10:00:00'),
        (2, 1, 1, 13, 5, 1, 'new', 'merged', 2, '2026-01-05 11:00:00');
    """)
    tickets = {row["id"]: row for row in _lifecycle(base, "zammad")["tickets"]}
    assert [tickets[i]["is_merged"] for i in ("10011", "10012", "10013")] == ["true", "false", "true"], tickets
    assert tickets["10012"]["created_at"] == "2026-01-05T09:30:00Z"
    sources = _lifecycle(base, "zammad", "--policy", "arrival=any", "--policy", "merge=fold")
    tickets = {row["id"]: row for row in sources["tickets"]}
    assert sorted(tickets) == ["10012", "10013"], tickets
    target = tickets["10012"]
    assert target["created_at"] == "2026-01-05T09:00:00Z" and target["first_response_at"] == "2026-01-05T09:20:00Z", target
    assert [(row["asked_at"], row["responded_at"]) for row in sources["responses"] if row["ticket"] == "10012"] == [
        ("2026-01-05T09:00:00Z", "2026-01-05T09:20:00Z"), ("2026-01-05T09:30:00Z", "2026-01-05T09:50:00Z")]


def zammad_tickets_are_measured_as_they_are():
    values = _measure_tickets(_zammad(), "zammad", "tickets", "first_response_time", "resolved", "replies_per_resolution")
    # 10003 is merged: left out by the standing filter; two replies over two resolved tickets
    assert values == {"tickets": 2, "first_response_time": 1800, "resolved": 2, "replies_per_resolution": 1}, values


if __name__ == "__main__":
    sys.exit(main(tests_of(__name__)))
