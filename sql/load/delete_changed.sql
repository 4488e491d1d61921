-- The versions that tonight's changed rows replace.
-- :"table"  text     source.<dataset> or personal.<dataset>
-- $1        integer  meta.source
-- writes: :"table"
DELETE FROM :"table" AS t
USING tidu_changed AS c
WHERE t.uscc = c.uscc AND t.key_hash = c.key_hash AND t.source = $1::integer
