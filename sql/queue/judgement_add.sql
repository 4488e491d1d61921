-- An answer. Writes link.judgement, personal.judgement.
-- $1  text     holder id
-- $2  text     firm, '' = none in particular
-- $3  bigint   file of answers
-- $4  text     same, not or unsure
-- $5  text     key of the holder's name
-- $6  integer  row in the file
-- $7  text     who says so
-- $8  text     in which words
WITH said AS (
    INSERT INTO link.judgement (uscc, firm, answers, verdict, name_key, file_row)
    VALUES ($1, $2, $3::bigint, $4, $5, $6::integer)
)
INSERT INTO personal.judgement (uscc, firm, answers, said_by, why) VALUES ($1, $2, $3::bigint, $7, $8)
