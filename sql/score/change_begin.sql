-- Room for the judgements that differ from what stands. Writes temporary tidu_result.
CREATE TEMP TABLE tidu_result (LIKE result.judgement) ON COMMIT DROP;
