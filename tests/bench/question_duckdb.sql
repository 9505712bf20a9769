-- question.sql as DuckDB computes it fastest: sums and means of 0 and 1 instead of filters.
SELECT agent,
    count(*) AS tickets,
    avg(first_response_at - created_at) AS first_response,
    avg(resolved_at - created_at) AS resolution,
    avg(handle_time) AS handle_mean,
    avg(csat) AS csat_mean,
    100 * avg((csat = 5)::INT) AS csat_top_box,
    100 * sum((contacts = 1 AND resolved_at IS NOT NULL)::INT) / count(resolved_at) AS fcr,
    100 * avg(is_complaint::INT) AS complaint_rate,
    100 * sum((reopens > 0)::INT) / sum((resolved_at IS NOT NULL OR reopens > 0)::INT) AS reopen_rate,
    100 * count(resolved_at) / count(*) AS resolution_rate,
    100 * sum(coalesce(first_response_at - created_at <= 14400, false)::INT)
        / sum((first_response_at IS NOT NULL OR 1801440000 - created_at > 14400)::INT) AS within_4h,
    count(resolved_at) AS resolved
FROM tickets
GROUP BY agent
