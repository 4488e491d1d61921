-- What was found of a delivery's contract.
-- $1 batch  $2 run  $3 delivery  $4 source  $5 policy: last_good, hold or fail
-- $6 json array of {rule, subject, expected, found, broken}
-- writes: meta.contract
INSERT INTO meta.contract (run, batch, n, delivery, source, rule, subject, expected, found, broken, policy)
SELECT $2::bigint, $1::bigint, e.n, $3, $4::integer, e.value ->> 'rule', e.value ->> 'subject',
       e.value ->> 'expected', e.value ->> 'found', (e.value ->> 'broken')::boolean, $5
FROM jsonb_array_elements($6::jsonb) WITH ORDINALITY AS e (value, n)
