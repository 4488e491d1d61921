-- The states of changed conditions in either language.
DROP FUNCTION pool.conditions_changed(text, bigint, bigint, text);
CREATE FUNCTION pool.conditions_changed(firm text, run_a bigint, run_b bigint, of_tier text, in_english boolean DEFAULT false) RETURNS text
LANGUAGE sql STABLE AS $$
WITH side AS (
    SELECT r.run, x.n, x.e ->> 'id' AS id, CASE WHEN $5 THEN s.id ELSE s.word END AS word
    FROM (VALUES ($2), ($3)) AS r (run)
    JOIN result.firm AS f ON f.uscc = $1 AND f.from_run <= r.run AND r.run < f.to_run
    JOIN api.program AS p ON p.from_run = f.rules_run AND p.tier = $4 AND p.kind = 'new'
    CROSS JOIN LATERAL jsonb_array_elements(p.conditions) WITH ORDINALITY AS x (e, n)
    JOIN meta.state AS s ON s.state = get_byte(f.states, p.state_offset + x.n::integer - 1)
)
SELECT string_agg(a.id || ' ' || a.word || '→' || b.word, CASE WHEN $5 THEN '; ' ELSE '；' END ORDER BY b.n, a.id)
FROM side AS a JOIN side AS b ON b.run = $3 AND b.id = a.id
WHERE a.run = $2 AND a.word <> b.word
$$;
COMMENT ON FUNCTION pool.conditions_changed IS '某企业某层级在两次运行之间判定有变化的条件；末一参数为真时用英文';
