-- Chatwoot: the event log of all conversations, for `deskscore lifecycle`.
-- PostgreSQL: psql --csv -f events.sql DATABASE > events.csv; SQLite reads it too.
-- What Chatwoot does not keep cannot be told: it has no history of assignments, teams, snoozing and pending, so there are no
-- such events (profile.json says which there are); the assignee and the team at the end are in tickets.sql. Who resolved is
-- the assignee of that moment: Chatwoot notes no other. Agents are named as users are: write u.email where two share a name.
SELECT ticket, at, kind, actor, actor_kind, is_public, value, team, channel, customer, priority
FROM (
    SELECT c.id AS ticket, c.created_at AS at, 0 AS step, 'created' AS kind,
           CAST(NULL AS varchar(255)) AS actor,
           -- begun by us (an agent, a campaign) if our message is the first
           CASE WHEN f.message_type = 1 THEN 'human' ELSE 'customer' END AS actor_kind, 'true' AS is_public,
           CAST(NULL AS varchar(255)) AS value, t.name AS team, i.name AS channel, c.contact_id AS customer,
           CASE c.priority WHEN 0 THEN 'low' WHEN 1 THEN 'medium' WHEN 2 THEN 'high' WHEN 3 THEN 'urgent' END AS priority
    FROM conversations c
    JOIN inboxes i ON i.id = c.inbox_id
    LEFT JOIN teams t ON t.id = c.team_id
    LEFT JOIN messages f ON f.id = (SELECT MIN(m.id) FROM messages m
                                    WHERE m.conversation_id = c.id AND m.message_type IN (0, 1) AND NOT m.private)
    UNION ALL
    -- incoming 0, outgoing 1, template 3 (greetings and the like: nobody's answer); activity messages (2) tell of nothing
    -- that is not elsewhere
    SELECT m.conversation_id, m.created_at, 1, 'message',
           u.name,
           CASE WHEN m.message_type = 0 THEN 'customer'
                WHEN m.message_type = 3 THEN 'system'
                WHEN m.sender_type IN ('AgentBot', 'Captain::Assistant') THEN 'bot'
                WHEN m.sender_type = 'User' THEN 'human'
                ELSE 'system' END,
           CASE WHEN m.private THEN 'false' ELSE 'true' END,
           NULL, NULL, NULL, NULL, NULL
    FROM messages m
    LEFT JOIN users u ON m.sender_type = 'User' AND u.id = m.sender_id
    WHERE m.message_type IN (0, 1, 3) AND m.content_type <> 9
    UNION ALL
    SELECT m.conversation_id, m.created_at, 1, 'survey_sent', NULL, 'system', 'true', NULL, NULL, NULL, NULL, NULL
    FROM messages m
    WHERE m.content_type = 9
    UNION ALL
    SELECT e.conversation_id, e.event_end_time, 2, 'resolved', u.name,
           CASE WHEN EXISTS (SELECT 1 FROM reporting_events b
                             WHERE b.name = 'conversation_bot_resolved' AND b.conversation_id = e.conversation_id
                               AND b.event_end_time = e.event_end_time) THEN 'bot'
                WHEN e.user_id IS NULL THEN 'system'
                ELSE 'human' END,
           'true', NULL, NULL, NULL, NULL, NULL
    FROM reporting_events e
    LEFT JOIN users u ON u.id = e.user_id
    WHERE e.name = 'conversation_resolved'
    UNION ALL
    SELECT e.conversation_id, e.event_end_time, 2, 'handoff', NULL, 'bot', 'true', NULL, NULL, NULL, NULL, NULL
    FROM reporting_events e
    WHERE e.name = 'conversation_bot_handoff'
    UNION ALL
    -- the first opening of a conversation is its creation: only later ones are reopenings
    SELECT e.conversation_id, e.event_end_time, 0, 'reopened', NULL, 'customer', 'true', NULL, NULL, NULL, NULL, NULL
    FROM reporting_events e
    WHERE e.name = 'conversation_opened'
      AND EXISTS (SELECT 1 FROM reporting_events r
                  WHERE r.name = 'conversation_resolved' AND r.conversation_id = e.conversation_id
                    AND r.event_end_time <= e.event_end_time)
    UNION ALL
    -- a message of the customer reopens too, without an opening where a bot takes it (pending), or before Chatwoot logged
    -- openings; not in a muted conversation: that one stays resolved
    SELECT r.conversation_id, MIN(m.created_at), 0, 'reopened', NULL, 'customer', 'true', NULL, NULL, NULL, NULL, NULL
    FROM reporting_events r
    JOIN conversations c ON c.id = r.conversation_id
    JOIN messages m ON m.conversation_id = r.conversation_id AND m.message_type = 0 AND m.created_at > r.event_end_time
    WHERE r.name = 'conversation_resolved'
      AND (c.status <> 1 OR EXISTS (SELECT 1 FROM reporting_events n
                                    WHERE n.name = 'conversation_resolved' AND n.conversation_id = r.conversation_id
                                      AND n.event_end_time >= m.created_at))
    GROUP BY r.id, r.conversation_id
    UNION ALL
    SELECT s.conversation_id, s.created_at, 3, 'survey_answered', NULL, 'customer', 'true',
           CAST(s.rating AS varchar(255)), NULL, NULL, NULL, NULL
    FROM csat_survey_responses s
) events
ORDER BY ticket, at, step;
