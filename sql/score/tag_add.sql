-- Tonight's tags: the meaning of the bits. Writes result.tag.
-- $1  jsonb  [{position, tag, title}]
INSERT INTO result.tag (position, tag, title)
SELECT t.position, t.tag, t.title
FROM jsonb_to_recordset($1::jsonb) AS t (position integer, tag text, title text)
