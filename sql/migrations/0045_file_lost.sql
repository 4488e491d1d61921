-- The words of the contract's findings, with that of a file that is not there any more.
CREATE OR REPLACE FUNCTION meta.rule_word(rule text) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
SELECT CASE rule
    WHEN 'missing' THEN '没有文件' WHEN 'late' THEN '逾期未交' WHEN 'empty' THEN '空交付'
    WHEN 'unreadable' THEN '文件不可用' WHEN 'rejects' THEN '退回行超过上限' WHEN 'waits' THEN '等待前一份增量'
    WHEN 'rows_min' THEN '行数少于下限' WHEN 'rows_max' THEN '行数多于上限' WHEN 'drop' THEN '行数比上次锐减'
    WHEN 'grow' THEN '行数比上次激增' WHEN 'county' THEN '区县的记录锐减或缺失' WHEN 'column_new' THEN '多出一列'
    WHEN 'column_lost' THEN '少了一列' WHEN 'column_renamed' THEN '列似已改名' WHEN 'column_moved' THEN '列的次序变了'
    WHEN 'header' THEN '表头与上次不同' WHEN 'control_missing' THEN '没有控制数'
    WHEN 'control_rows' THEN '行数与控制数不符' WHEN 'control_sum' THEN '合计与控制数不符'
    WHEN 'file_lost' THEN '少了一个文件' ELSE rule END
$$;
