-- What link found the last time, so that a night on which nothing moved that it reads costs what changed.

-- Holders that are no registered code, with their records, as link read them the last time.
CREATE TABLE link.holder (
    uscc text COLLATE "C" NOT NULL,
    dataset smallint NOT NULL, -- its place in link.c
    source integer NOT NULL,
    records bigint NOT NULL,
    name text COLLATE "C",
    CONSTRAINT holder_key PRIMARY KEY (uscc, dataset, source)
);
COMMENT ON TABLE link.holder IS '记录中不是在册代码的单位：按数据集、部门的记录数，上次匹配时的状态';
COMMENT ON COLUMN link.holder.uscc IS '交付中所写的单位，见 link.queue';
COMMENT ON COLUMN link.holder.dataset IS '数据集序号';
COMMENT ON COLUMN link.holder.source IS '部门，见 meta.source';
COMMENT ON COLUMN link.holder.records IS '记录数';
COMMENT ON COLUMN link.holder.name IS '随记录交付的名称';

-- Batches are those that changed rows. touched lists whose records changed since `cleared`; link may rely on it only
-- for what it has not seen, and on identity's word that no unit moved.
CREATE TABLE link.basis (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    basis text NOT NULL DEFAULT '',
    batch bigint,
    vetted bigint,
    cleared bigint,
    moved boolean NOT NULL DEFAULT true
);
INSERT INTO link.basis DEFAULT VALUES;
COMMENT ON TABLE link.basis IS '现有匹配结果的依据：哪些批次已经看过，能否只看变化';
COMMENT ON COLUMN link.basis.basis IS '数据以外的依据：程序、匹配规则、人工判断';
COMMENT ON COLUMN link.basis.batch IS 'link 看过的最后一个有变化的批次';
COMMENT ON COLUMN link.basis.vetted IS 'identity 看过的最后一个有变化的批次';
COMMENT ON COLUMN link.basis.cleared IS 'features 清空 feature.touched 时的最后一个有变化的批次';
COMMENT ON COLUMN link.basis.moved IS '自上次匹配以来，登记库中是否有匹配所用的内容（名称、曾用名、旧代码、类型、状态、区县、去留）变化';

ALTER TABLE link.before ADD COLUMN former_names text COLLATE "C";
