-- Zammad: one row a ticket, as the source `tickets`, without replaying its history.
-- first_response_at and close_at are Zammad's own; close_at is the first closure, last_close_at the last. The verdicts
-- are Zammad's too: minutes left when the target was met, below zero when it was not.
SELECT t.number AS id, CASE WHEN t.owner_id = 1 THEN NULL ELSE w.login END AS agent, g.name AS team, y.name AS channel,
       c.login AS customer, p.name AS priority, s.name AS status,
       t.created_at AS created_at, t.first_response_at AS first_response_at,
       t.close_at AS first_resolved_at,
       CASE WHEN k.name = 'closed' THEN COALESCE(t.last_close_at, t.close_at) END AS resolved_at,
       CASE WHEN k.name = 'closed' THEN 'true' ELSE 'false' END AS is_resolved,
       CASE WHEN k.name = 'merged' THEN 'true' ELSE 'false' END AS is_merged,
       CASE WHEN k.name = 'removed' THEN 'true' ELSE 'false' END AS is_deleted,
       CASE WHEN t.first_response_diff_in_min >= 0 THEN 'true'
            WHEN t.first_response_diff_in_min < 0 THEN 'false' END AS is_first_response_sla_met,
       CASE WHEN t.close_diff_in_min >= 0 THEN 'true'
            WHEN t.close_diff_in_min < 0 THEN 'false' END AS is_resolution_sla_met,
       (SELECT COUNT(*) FROM ticket_articles m
        JOIN ticket_article_senders a ON a.id = m.sender_id AND a.name = 'Agent'
        JOIN ticket_article_types v ON v.id = m.type_id AND v.communication
        WHERE m.ticket_id = t.id AND NOT m.internal) AS replies,
       (SELECT COUNT(*) FROM histories h
        JOIN history_objects o ON o.id = h.history_object_id AND o.name = 'Ticket'
        JOIN history_attributes a ON a.id = h.history_attribute_id AND a.name = 'state'
        JOIN ticket_states f ON f.name = h.value_from
        JOIN ticket_state_types x ON x.id = f.state_type_id AND x.name = 'closed'
        JOIN ticket_states n ON n.name = h.value_to
        JOIN ticket_state_types z ON z.id = n.state_type_id AND z.name NOT IN ('closed', 'merged', 'removed')
        WHERE h.o_id = t.id) AS reopens,
       t.updated_at AS updated_at
FROM tickets t
JOIN users w ON w.id = t.owner_id
JOIN users c ON c.id = t.customer_id
JOIN groups g ON g.id = t.group_id
JOIN ticket_priorities p ON p.id = t.priority_id
JOIN ticket_states s ON s.id = t.state_id
JOIN ticket_state_types k ON k.id = s.state_type_id
LEFT JOIN ticket_article_types y ON y.id = t.create_article_type_id
ORDER BY t.number;
