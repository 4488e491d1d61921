-- The list of an as-of date as it was known then.
-- $1  date    as-of date
-- $2  bigint  known by this run; NULL = whatever run
-- $3  date    known by the end of this day in China; NULL = whenever
SELECT issue, as_of, manifest_hash, files, pruned::date
FROM pool.issue_at($1::date, coalesce($2::bigint, 9223372036854775807),
                   coalesce(($3::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' - interval '1 microsecond', 'infinity'))
