-- What people ordered, the latest first: number, firm, tier, action, days, why, whether it stands. Reads api.override.
SELECT o.number, o.uscc, coalesce(o.name, ''), o.tier, o.word || CASE WHEN o.beside THEN '（不占名额）' ELSE '' END,
       coalesce(o.from_date::text, ''), coalesce(o.until_date::text, ''), o.why,
       CASE o.state WHEN 'stands' THEN '有效' WHEN 'expired' THEN '已过期' WHEN 'not_yet' THEN '未到期' WHEN 'withdrawn' THEN '已撤回'
            WHEN 'overruled' THEN '被后来的取代' WHEN 'excluded' THEN '因排除规则不生效' ELSE '企业不再在册' END,
       o.action, o.state, coalesce(o.withdrawn_why, '')
FROM api.override AS o
ORDER BY o.number DESC
