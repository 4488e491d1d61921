-- Tonight's funnel. Writes result.funnel.
-- $1  bigint  run
-- $2  jsonb   [{position, step, id, text, met, …}]
INSERT INTO result.funnel (run, position, step, id, text, met, unmet, unknown, manual, remaining, remaining_certain)
SELECT $1::bigint, f.position, f.step, f.id, f.text, f.met, f.unmet, f.unknown, f.manual, f.remaining,
       f.remaining_certain
FROM jsonb_to_recordset($2::jsonb)
     AS f (position integer, step integer, id text, text text, met bigint, unmet bigint, unknown bigint,
           manual bigint, remaining bigint, remaining_certain bigint)
ON CONFLICT (run, position, step) DO UPDATE
SET id = excluded.id, text = excluded.text, met = excluded.met, unmet = excluded.unmet,
    unknown = excluded.unknown, manual = excluded.manual, remaining = excluded.remaining,
    remaining_certain = excluded.remaining_certain
