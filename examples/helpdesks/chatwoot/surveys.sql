-- Chatwoot: one row a survey, as the source `surveys`: every answer counts, also several of one conversation, and those that
-- were sent and not answered.
SELECT m.conversation_id AS ticket, u.name AS agent, t.name AS team, i.name AS channel, c.contact_id AS customer,
       COALESCE(s.created_at, m.created_at) AS created_at, m.created_at AS survey_sent_at,
       s.created_at AS survey_answered_at, s.rating AS csat
FROM messages m
JOIN conversations c ON c.id = m.conversation_id
JOIN inboxes i ON i.id = c.inbox_id
LEFT JOIN csat_survey_responses s ON s.message_id = m.id
LEFT JOIN users u ON u.id = s.assigned_agent_id
LEFT JOIN teams t ON t.id = c.team_id
WHERE m.content_type = 9
ORDER BY m.conversation_id, m.created_at;
