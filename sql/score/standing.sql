-- How many judgements stand.
SELECT count(*) FROM result.firm WHERE to_run = 9223372036854775807
