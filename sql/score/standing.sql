-- How many judgements stand, and is there any at all (1 or 0): what stood once is what a list of that
-- night is read from, and is never emptied. No parameters, no tables written.
SELECT count(*), (EXISTS (SELECT FROM result.judgement))::integer
FROM result.judgement WHERE to_run = 9223372036854775807
