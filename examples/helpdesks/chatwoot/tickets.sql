-- Chatwoot: one row a conversation, as the source `tickets`, without replaying its messages.
-- The first reply is Chatwoot's own (first_reply_created_at: bots do not count); a conversation that was reopened and is
-- open has no resolved_at, but keeps first_resolved_at.
SELECT c.id AS id, a.name AS agent, t.name AS team, i.name AS channel, c.contact_id AS customer,
       CASE c.priority WHEN 0 THEN 'low' WHEN 1 THEN 'medium' WHEN 2 THEN 'high' WHEN 3 THEN 'urgent' END AS priority,
       CASE c.status WHEN 0 THEN 'open' WHEN 1 THEN 'resolved' WHEN 2 THEN 'pending' WHEN 3 THEN 'snoozed' END AS status,
       c.created_at AS created_at, c.first_reply_created_at AS first_response_at,
       (SELECT u.name FROM reporting_events e JOIN users u ON u.id = e.user_id
        WHERE e.conversation_id = c.id AND e.name = 'first_response' ORDER BY e.event_end_time LIMIT 1) AS responder,
       (SELECT MAX(e.event_end_time) FROM reporting_events e
        WHERE e.conversation_id = c.id AND e.name = 'conversation_bot_handoff'
          AND (c.first_reply_created_at IS NULL OR e.event_end_time <= c.first_reply_created_at)) AS handoff_at,
       (SELECT MIN(e.event_end_time) FROM reporting_events e
        WHERE e.conversation_id = c.id AND e.name = 'conversation_resolved') AS first_resolved_at,
       CASE WHEN c.status = 1 THEN (SELECT MAX(e.event_end_time) FROM reporting_events e
                                    WHERE e.conversation_id = c.id AND e.name = 'conversation_resolved') END AS resolved_at,
       CASE WHEN c.status = 1 THEN (SELECT u.name FROM reporting_events e JOIN users u ON u.id = e.user_id
                                    WHERE e.conversation_id = c.id AND e.name = 'conversation_resolved'
                                    ORDER BY e.event_end_time DESC LIMIT 1) END AS resolver,
       (SELECT COUNT(*) FROM reporting_events e
        WHERE e.conversation_id = c.id AND e.name = 'conversation_resolved') AS resolutions,
       (SELECT COUNT(*) FROM reporting_events e
        WHERE e.conversation_id = c.id AND e.name = 'conversation_resolved')
           - CASE WHEN c.status = 1 THEN 1 ELSE 0 END AS reopens,
       (SELECT COUNT(*) FROM messages m
        WHERE m.conversation_id = c.id AND m.message_type = 1 AND m.sender_type = 'User' AND NOT m.private) AS replies,
       CASE WHEN EXISTS (SELECT 1 FROM reporting_events e
                         WHERE e.conversation_id = c.id AND e.name = 'conversation_bot_resolved')
            THEN 'true' ELSE 'false' END AS is_bot_resolved,
       (SELECT MAX(m.created_at) FROM messages m WHERE m.conversation_id = c.id AND m.content_type = 9) AS survey_sent_at,
       (SELECT MAX(s.created_at) FROM csat_survey_responses s WHERE s.conversation_id = c.id) AS survey_answered_at,
       (SELECT s.rating FROM csat_survey_responses s
        WHERE s.conversation_id = c.id ORDER BY s.created_at DESC LIMIT 1) AS csat,
       CASE WHEN (SELECT COUNT(*) FROM csat_survey_responses s WHERE s.conversation_id = c.id) > 1
            THEN (SELECT s.rating FROM csat_survey_responses s
                  WHERE s.conversation_id = c.id ORDER BY s.created_at LIMIT 1) END AS csat_first,
       (SELECT u.name FROM csat_survey_responses s JOIN users u ON u.id = s.assigned_agent_id
        WHERE s.conversation_id = c.id ORDER BY s.created_at DESC LIMIT 1) AS survey_agent,
       CASE WHEN EXISTS (SELECT 1 FROM messages m WHERE m.conversation_id = c.id AND m.message_type = 1 AND NOT m.private)
             AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.conversation_id = c.id AND m.message_type = 0)
            THEN 'true' ELSE 'false' END AS is_outbound
FROM conversations c
JOIN inboxes i ON i.id = c.inbox_id
LEFT JOIN users a ON a.id = c.assignee_id
LEFT JOIN teams t ON t.id = c.team_id
ORDER BY c.id;
