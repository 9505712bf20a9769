-- Zammad: the event log of all tickets, for `deskscore lifecycle`.
-- PostgreSQL: psql --csv -f events.sql DATABASE > events.csv; SQLite reads it too.
-- What a ticket was at its creation is the oldest value in its history, else its value now: Zammad's history holds changes
-- only. User 1 (login "-") is nobody. Public notes are no replies: only articles of a type that communicates are. Articles of
-- a merged ticket move to its target; where that is the younger one, `--policy arrival=any --policy merge=fold` lets it begin
-- with the older.
SELECT ticket, at, kind, actor, actor_kind, is_public, value, channel, customer, priority
FROM (
    SELECT t.number AS ticket, t.created_at AS at, 0 AS step, 'created' AS kind, u.login AS actor,
           CASE s.name WHEN 'Customer' THEN 'customer' WHEN 'Agent' THEN 'human' ELSE 'system' END AS actor_kind,
           'true' AS is_public, CAST(NULL AS varchar(255)) AS value, y.name AS channel, c.login AS customer,
           p.name AS priority
    FROM tickets t
    JOIN users u ON u.id = t.created_by_id
    JOIN users c ON c.id = t.customer_id
    JOIN ticket_priorities p ON p.id = t.priority_id
    LEFT JOIN ticket_article_senders s ON s.id = t.create_article_sender_id
    LEFT JOIN ticket_article_types y ON y.id = t.create_article_type_id
    UNION ALL
    SELECT t.number, t.created_at, 1, 'status', u.login,
           CASE WHEN t.created_by_id = 1 THEN 'system' WHEN t.created_by_id = t.customer_id THEN 'customer' ELSE 'human' END,
           'true',
           COALESCE((SELECT h.value_from FROM histories h
                     JOIN history_objects o ON o.id = h.history_object_id AND o.name = 'Ticket'
                     JOIN history_attributes a ON a.id = h.history_attribute_id AND a.name = 'state'
                     WHERE h.o_id = t.id ORDER BY h.created_at, h.id LIMIT 1),
                    (SELECT st.name FROM ticket_states st WHERE st.id = t.state_id)),
           NULL, NULL, NULL
    FROM tickets t
    JOIN users u ON u.id = t.created_by_id
    UNION ALL
    SELECT t.number, t.created_at, 2, 'team', NULL, 'system', 'true',
           COALESCE((SELECT h.value_from FROM histories h
                     JOIN history_objects o ON o.id = h.history_object_id AND o.name = 'Ticket'
                     JOIN history_attributes a ON a.id = h.history_attribute_id AND a.name = 'group'
                     WHERE h.o_id = t.id ORDER BY h.created_at, h.id LIMIT 1),
                    (SELECT g.name FROM groups g WHERE g.id = t.group_id)),
           NULL, NULL, NULL
    FROM tickets t
    UNION ALL
    SELECT t.number, t.created_at, 3, 'assigned', NULL, 'system', 'true', u.login, NULL, NULL, NULL
    FROM tickets t
    JOIN users u ON u.id = COALESCE((SELECT h.id_from FROM histories h
                                     JOIN history_objects o ON o.id = h.history_object_id AND o.name = 'Ticket'
                                     JOIN history_attributes a ON a.id = h.history_attribute_id AND a.name = 'owner'
                                     WHERE h.o_id = t.id ORDER BY h.created_at, h.id LIMIT 1), t.owner_id)
    WHERE u.id <> 1
    UNION ALL
    SELECT t.number, m.created_at, 4, 'message', u.login,
           CASE s.name WHEN 'Customer' THEN 'customer' WHEN 'Agent' THEN 'human' ELSE 'system' END,
           CASE WHEN m.internal OR NOT y.communication THEN 'false' ELSE 'true' END,
           NULL, NULL, NULL, NULL
    FROM ticket_articles m
    JOIN tickets t ON t.id = m.ticket_id
    JOIN users u ON u.id = m.created_by_id
    JOIN ticket_article_senders s ON s.id = m.sender_id
    JOIN ticket_article_types y ON y.id = m.type_id
    UNION ALL
    SELECT t.number, h.created_at, 5,
           CASE a.name WHEN 'state' THEN 'status' WHEN 'owner' THEN 'assigned' ELSE 'team' END, u.login,
           CASE WHEN h.created_by_id = 1 THEN 'system' WHEN h.created_by_id = t.customer_id THEN 'customer' ELSE 'human' END,
           'true',
           CASE WHEN a.name <> 'owner' THEN h.value_to WHEN h.id_to = 1 THEN '' ELSE n.login END,
           NULL, NULL, NULL
    FROM histories h
    JOIN history_objects o ON o.id = h.history_object_id AND o.name = 'Ticket'
    JOIN history_attributes a ON a.id = h.history_attribute_id AND a.name IN ('state', 'owner', 'group')
    JOIN tickets t ON t.id = h.o_id
    JOIN users u ON u.id = h.created_by_id
    LEFT JOIN users n ON n.id = h.id_to AND a.name = 'owner'
    UNION ALL
    SELECT t.number, h.created_at, 6, 'merged', u.login, 'human', 'true', g.number, NULL, NULL, NULL
    FROM histories h
    JOIN history_types k ON k.id = h.history_type_id AND k.name = 'merged_into'
    JOIN tickets t ON t.id = h.o_id
    JOIN users u ON u.id = h.created_by_id
    LEFT JOIN tickets g ON g.id = h.id_to
    UNION ALL
    -- before Zammad logged merges only the state told of them, and of no target
    SELECT t.number, t.updated_at, 7, 'merged', NULL, 'system', 'true', NULL, NULL, NULL, NULL
    FROM tickets t
    JOIN ticket_states st ON st.id = t.state_id
    JOIN ticket_state_types x ON x.id = st.state_type_id AND x.name = 'merged'
    WHERE NOT EXISTS (SELECT 1 FROM histories h JOIN history_types k ON k.id = h.history_type_id AND k.name = 'merged_into'
                      WHERE h.o_id = t.id)
) events
ORDER BY ticket, at, step;
