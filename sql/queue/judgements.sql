-- Judgements that a person should look at: contradicted ones, and those that do not apply. Reads api.judgement.
SELECT holder, firm, word, coalesce(given_on::text, ''), CASE WHEN stands THEN '现行' ELSE '已被取代' END,
       CASE WHEN contradicted THEN '有相反判断' ELSE '' END,
       CASE WHEN state LIKE '%no_firm%' THEN '所指企业不在册' WHEN state = 'no_holder' THEN '最近没有这样的记录' ELSE '' END,
       verdict, stands, contradicted, coalesce(state, 'pending'), answers
FROM api.judgement
WHERE contradicted OR (stands AND (state LIKE '%no_firm%'))
ORDER BY holder, firm, answers
