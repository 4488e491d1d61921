-- The rules of criteria/pool.yaml are written anew (script; no parameters): those that stood are marked as no longer
-- standing until they are put again. Writes pool.exclusion_rule, pool.stage_rule.
UPDATE pool.exclusion_rule SET stands = false;
DELETE FROM pool.stage_rule;
