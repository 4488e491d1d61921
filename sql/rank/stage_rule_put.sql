-- One stage of criteria/pool.yaml. Writes pool.stage_rule.
-- $1 integer position, $2 text stage, $3 text title, $4 smallint[] verdicts, $5 boolean seated, $6 boolean override,
-- $7 boolean application, $8 boolean member
INSERT INTO pool.stage_rule VALUES ($1::integer, $2, $3, $4::smallint[], $5::boolean, $6::boolean, $7::boolean, $8::boolean)
