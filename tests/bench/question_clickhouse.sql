-- question.sql as ClickHouse computes it fastest: sums of numbers that are never NULL, which its compiled aggregates take.
SELECT agent,
    count() AS tickets,
    sum(if(isNull(first_response_at), 0, assumeNotNull(first_response_at) - created_at))
        / sum(isNotNull(first_response_at)) AS first_response,
    sum(if(isNull(resolved_at), 0, assumeNotNull(resolved_at) - created_at)) / sum(isNotNull(resolved_at)) AS resolution,
    avg(handle_time) AS handle_mean,
    sum(ifNull(csat, 0)) / sum(isNotNull(csat)) AS csat_mean,
    100 * sum(ifNull(csat = 5, 0)) / sum(isNotNull(csat)) AS csat_top_box,
    100 * sum(contacts = 1 AND isNotNull(resolved_at)) / sum(isNotNull(resolved_at)) AS fcr,
    100 * avg(is_complaint) AS complaint_rate,
    100 * sum(reopens > 0) / sum(isNotNull(resolved_at) OR reopens > 0) AS reopen_rate,
    100 * avg(isNotNull(resolved_at)) AS resolution_rate,
    100 * sum(ifNull(first_response_at - created_at <= 14400, 0))
        / sum(isNotNull(first_response_at) OR 1801440000 - created_at > 14400) AS within_4h,
    sum(isNotNull(resolved_at)) AS resolved
FROM tickets
GROUP BY agent
