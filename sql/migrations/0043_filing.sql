-- Filing windows (申报期) of each tier, as criteria/efforts.yaml has them, and the next of each.
ALTER TABLE result.program ADD COLUMN filing jsonb NOT NULL DEFAULT '[]'; -- [{from, to (month · 100 + day), source, unconfirmed}]
COMMENT ON COLUMN result.program.filing IS '新申报的申报期：每年的起止月日（月×100+日）、依据、是否未证实';

-- The window of each tier that is open on a day or opens next; one of 29 February is of 1 March in other years.
CREATE FUNCTION pool.filing_next(rules_run bigint, on_day date)
RETURNS TABLE (tier text, title text, from_date date, to_date date, source text, unconfirmed boolean)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT DISTINCT ON (p.position) p.tier, p.title, w.from_date, w.to_date, e ->> 'source', (e ->> 'unconfirmed')::boolean
    FROM result.program AS p
    CROSS JOIN LATERAL jsonb_array_elements(p.filing) AS e
    CROSS JOIN LATERAL (
        SELECT make_date(y, (e ->> 'from')::integer / 100, 1) + (e ->> 'from')::integer % 100 - 1 AS from_date,
               make_date(y, (e ->> 'to')::integer / 100, 1) + (e ->> 'to')::integer % 100 - 1 AS to_date
        FROM generate_series(date_part('year', on_day)::integer, date_part('year', on_day)::integer + 1) AS y
    ) AS w
    WHERE p.from_run = rules_run AND w.to_date >= on_day
    ORDER BY p.position, w.to_date, w.from_date
$$;
COMMENT ON FUNCTION pool.filing_next(bigint, date) IS '各层级当前或下一个申报期';

CREATE VIEW api.filing_window AS
SELECT f.tier, f.title AS tier_title, f.from_date, f.to_date, f.from_date <= r.as_of AS open, f.from_date - r.as_of AS days_until, f.source, f.unconfirmed
FROM meta.published AS pub
JOIN meta.run AS r ON r.run = pub.run
CROSS JOIN LATERAL pool.filing_next((SELECT max(from_run) FROM result.program WHERE from_run <= pub.run), r.as_of) AS f;
COMMENT ON VIEW api.filing_window IS '各层级当前或下一个申报期（按发布的截止日；每年的起止见 criteria/efforts.yaml）';
COMMENT ON COLUMN api.filing_window.from_date IS '开始申报之日';
COMMENT ON COLUMN api.filing_window.to_date IS '截止申报之日';
COMMENT ON COLUMN api.filing_window.open IS '截止日当天是否正在申报';
COMMENT ON COLUMN api.filing_window.days_until IS '距开始申报的天数，负数为已经开始';
COMMENT ON COLUMN api.filing_window.source IS '依据';
COMMENT ON COLUMN api.filing_window.unconfirmed IS '未证实：没有核对当年通知';
