-- What was published, the newest first. Reads api.issue.
-- $1  date    this as-of date only; NULL = all
-- $2  bigint  so many, 0 = all
SELECT i.issue, i.as_of, to_char(i.published AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS'), i.run, i.files,
       round(i.bytes / 1048576.0, 1), i.superseded_by,
       to_char(i.superseded AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS'),
       i.stood_until IS NULL AS current,
       coalesce(to_char(i.pruned AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD'), ''), coalesce(i.released, ''), i.manifest_hash
FROM api.issue AS i
WHERE $1::date IS NULL OR i.as_of = $1::date
ORDER BY i.issue DESC
LIMIT nullif($2::bigint, 0)
