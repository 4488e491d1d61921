-- A night's features are made again only in the parts whose records changed.
ALTER TABLE feature.touched ADD COLUMN datasets integer NOT NULL DEFAULT -1;
COMMENT ON COLUMN feature.touched.datasets IS
    '哪些数据集的记录有变化，位相加：1 登记，2 财务，4 人员，8 知识产权，16 称号与名单，32 主导产品，64 股权融资，128 平台评价，256 信用与负面，512 专家，1024 需求与瓶颈；-1 全部';
DROP TABLE IF EXISTS feature.work_scope; -- of a run that was killed; what had this name is a view now
