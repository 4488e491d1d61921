-- Tonight's programs. Writes result.program.
-- $1  bigint  run
-- $2  jsonb   [{position, tier, kind, …}]
INSERT INTO result.program (from_run, position, tier, kind, version, title, source, unconfirmed, conditions, filing)
SELECT $1::bigint, p.position, p.tier, p.kind, p.version, p.title, p.source, p.unconfirmed, p.conditions, p.filing
FROM jsonb_to_recordset($2::jsonb)
     AS p (position integer, tier text, kind text, version text, title text, source text,
           unconfirmed boolean, conditions jsonb, filing jsonb)
ON CONFLICT (from_run, position) DO UPDATE
SET tier = excluded.tier, kind = excluded.kind, version = excluded.version, title = excluded.title,
    source = excluded.source, unconfirmed = excluded.unconfirmed, conditions = excluded.conditions, filing = excluded.filing
