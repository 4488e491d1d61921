-- Source tables: one per dataset, one row per record and key, as typed by tidu load.
-- Fixed-width ledger columns stand first: the nightly comparison reads only key_hash and row_hash of
-- every row, and finds them without walking over the text before them.
--   key_hash  XXH3 of the key (holder, key fields); row_hash  XXH3 of all typed values
--   batch     the delivery that wrote this version (meta.batch)
--   line      its physical line there; of a delivery of several files the file's number (from 0, in
--             meta.batch.files) stands above bit 40: api.figure takes the two apart
--   gone      the snapshot batch in which the record was missing; NULL while it stands
--   source    which department (meta.source)
CREATE SCHEMA source;
CREATE SCHEMA personal;

CREATE TABLE source.registry (
    key_hash bigint NOT NULL,
    row_hash bigint NOT NULL,
    batch bigint NOT NULL,
    line bigint NOT NULL,
    gone bigint,
    source integer NOT NULL,
    code_flag boolean NOT NULL,
    uscc text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    former_names text COLLATE "C",
    old_codes text COLLATE "C",
    org_kind text COLLATE "C",
    status text COLLATE "C",
    established date,
    approved date,
    capital bigint,
    currency text COLLATE "C",
    industry text COLLATE "C",
    county text COLLATE "C",
    address text COLLATE "C",
    scope text COLLATE "C",
    parent_name text COLLATE "C",
    parent_uscc text COLLATE "C",
    CONSTRAINT registry_key PRIMARY KEY (uscc, source)
);
COMMENT ON TABLE source.registry IS '登记';
COMMENT ON COLUMN source.registry.code_flag IS '登记部门给出的代码校验位不符，保留并标记';
COMMENT ON COLUMN source.registry.uscc IS '统一社会信用代码';
COMMENT ON COLUMN source.registry.name IS '企业名称';
COMMENT ON COLUMN source.registry.former_names IS '曾用名';
COMMENT ON COLUMN source.registry.old_codes IS '旧代码';
COMMENT ON COLUMN source.registry.org_kind IS '企业类型';
COMMENT ON COLUMN source.registry.status IS '登记状态';
COMMENT ON COLUMN source.registry.established IS '成立日期';
COMMENT ON COLUMN source.registry.approved IS '核准日期';
COMMENT ON COLUMN source.registry.capital IS '注册资本，单位：分';
COMMENT ON COLUMN source.registry.currency IS '币种';
COMMENT ON COLUMN source.registry.industry IS '行业代码';
COMMENT ON COLUMN source.registry.county IS '区县';
COMMENT ON COLUMN source.registry.address IS '住所';
COMMENT ON COLUMN source.registry.scope IS '经营范围';
COMMENT ON COLUMN source.registry.parent_name IS '母公司名称';
COMMENT ON COLUMN source.registry.parent_uscc IS '母公司代码';
CREATE TABLE personal.registry (
    uscc text COLLATE "C" NOT NULL,
    source integer NOT NULL,
    key_hash bigint NOT NULL,
    legal_rep text,
    phone text,
    CONSTRAINT personal_registry_key PRIMARY KEY (uscc, source)
);
COMMENT ON TABLE personal.registry IS '登记：个人信息，不进入名单、日志和分析视图';
COMMENT ON COLUMN personal.registry.legal_rep IS '法定代表人';
COMMENT ON COLUMN personal.registry.phone IS '联系电话';

CREATE TABLE source.finance (
    key_hash bigint NOT NULL,
    row_hash bigint NOT NULL,
    batch bigint NOT NULL,
    line bigint NOT NULL,
    gone bigint,
    source integer NOT NULL,
    uscc text COLLATE "C" NOT NULL,
    holder_name text COLLATE "C",
    year integer NOT NULL,
    revenue bigint,
    main_revenue bigint,
    product_revenue bigint,
    hightech_revenue bigint,
    cost bigint,
    net_profit bigint,
    assets bigint,
    liabilities bigint,
    net_assets bigint,
    rd_expense bigint,
    rd_domestic bigint,
    audited boolean,
    CONSTRAINT finance_key PRIMARY KEY (uscc, year, source)
);
COMMENT ON TABLE source.finance IS '财务';
COMMENT ON COLUMN source.finance.uscc IS '统一社会信用代码';
COMMENT ON COLUMN source.finance.holder_name IS '企业名称';
COMMENT ON COLUMN source.finance.year IS '年度';
COMMENT ON COLUMN source.finance.revenue IS '营业收入，单位：分';
COMMENT ON COLUMN source.finance.main_revenue IS '主营业务收入，单位：分';
COMMENT ON COLUMN source.finance.product_revenue IS '主导产品收入，单位：分';
COMMENT ON COLUMN source.finance.hightech_revenue IS '高新技术产品收入，单位：分';
COMMENT ON COLUMN source.finance.cost IS '成本费用，单位：分';
COMMENT ON COLUMN source.finance.net_profit IS '净利润，单位：分';
COMMENT ON COLUMN source.finance.assets IS '资产总额，单位：分';
COMMENT ON COLUMN source.finance.liabilities IS '负债总额，单位：分';
COMMENT ON COLUMN source.finance.net_assets IS '净资产，单位：分';
COMMENT ON COLUMN source.finance.rd_expense IS '研发费用，单位：分';
COMMENT ON COLUMN source.finance.rd_domestic IS '境内研发费用，单位：分';
COMMENT ON COLUMN source.finance.audited IS '已审计';

CREATE TABLE source.staff (
    key_hash bigint NOT NULL,
    row_hash bigint NOT NULL,
    batch bigint NOT NULL,
    line bigint NOT NULL,
    gone bigint,
    source integer NOT NULL,
    uscc text COLLATE "C" NOT NULL,
    holder_name text COLLATE "C",
    year integer NOT NULL,
    employees integer,
    insured integer,
    rd_staff integer,
    sci_staff integer,
    college_staff integer,
    CONSTRAINT staff_key PRIMARY KEY (uscc, year, source)
);
COMMENT ON TABLE source.staff IS '人员';
COMMENT ON COLUMN source.staff.uscc IS '统一社会信用代码';
COMMENT ON COLUMN source.staff.holder_name IS '企业名称';
COMMENT ON COLUMN source.staff.year IS '年度';
COMMENT ON COLUMN source.staff.employees IS '职工总数';
COMMENT ON COLUMN source.staff.insured IS '12月参保人数';
COMMENT ON COLUMN source.staff.rd_staff IS '研发人员';
COMMENT ON COLUMN source.staff.sci_staff IS '科技人员';
COMMENT ON COLUMN source.staff.college_staff IS '大专以上人员';

CREATE TABLE source.ip (
    key_hash bigint NOT NULL,
    row_hash bigint NOT NULL,
    batch bigint NOT NULL,
    line bigint NOT NULL,
    gone bigint,
    source integer NOT NULL,
    uscc text COLLATE "C" NOT NULL,
    holder_name text COLLATE "C",
    right_no text COLLATE "C" NOT NULL,
    holder_rank integer,
    kind text COLLATE "C" NOT NULL,
    filed date,
    granted date,
    legal_status text COLLATE "C",
    acquired_on date,
    overseas_family boolean,
    pledged_amount bigint,
    award text COLLATE "C",
    for_main_product boolean,
    in_use boolean,
    economic_benefit boolean,
    CONSTRAINT ip_key PRIMARY KEY (uscc, right_no, source)
);
COMMENT ON TABLE source.ip IS '知识产权';
COMMENT ON COLUMN source.ip.uscc IS '统一社会信用代码';
COMMENT ON COLUMN source.ip.holder_name IS '企业名称';
COMMENT ON COLUMN source.ip.right_no IS '权利号';
COMMENT ON COLUMN source.ip.holder_rank IS '权利人排序';
COMMENT ON COLUMN source.ip.kind IS '类别';
COMMENT ON COLUMN source.ip.filed IS '申请日';
COMMENT ON COLUMN source.ip.granted IS '授权日';
COMMENT ON COLUMN source.ip.legal_status IS '法律状态';
COMMENT ON COLUMN source.ip.acquired_on IS '转入日期';
COMMENT ON COLUMN source.ip.overseas_family IS '海外同族专利';
COMMENT ON COLUMN source.ip.pledged_amount IS '质押融资金额，单位：分';
COMMENT ON COLUMN source.ip.award IS '获奖';
COMMENT ON COLUMN source.ip.for_main_product IS '与主导产品相关';
COMMENT ON COLUMN source.ip.in_use IS '已实际应用';
COMMENT ON COLUMN source.ip.economic_benefit IS '产生经济效益';

CREATE TABLE source.title (
    key_hash bigint NOT NULL,
    row_hash bigint NOT NULL,
    batch bigint NOT NULL,
    line bigint NOT NULL,
    gone bigint,
    source integer NOT NULL,
    uscc text COLLATE "C" NOT NULL,
    holder_name text COLLATE "C",
    title text COLLATE "C" NOT NULL,
    granted date NOT NULL,
    level text COLLATE "C",
    rank integer,
    grade integer,
    batch_name text COLLATE "C",
    valid_from date,
    valid_to date,
    revoked_on date,
    CONSTRAINT title_key PRIMARY KEY (uscc, title, granted, source)
);
COMMENT ON TABLE source.title IS '称号与名单';
COMMENT ON COLUMN source.title.uscc IS '统一社会信用代码';
COMMENT ON COLUMN source.title.holder_name IS '企业名称';
COMMENT ON COLUMN source.title.title IS '称号';
COMMENT ON COLUMN source.title.granted IS '认定日期';
COMMENT ON COLUMN source.title.level IS '级别';
COMMENT ON COLUMN source.title.rank IS '位次';
COMMENT ON COLUMN source.title.grade IS '等级';
COMMENT ON COLUMN source.title.batch_name IS '批次';
COMMENT ON COLUMN source.title.valid_from IS '有效期起';
COMMENT ON COLUMN source.title.valid_to IS '有效期止';
COMMENT ON COLUMN source.title.revoked_on IS '撤销日期';

CREATE TABLE source.product (
    key_hash bigint NOT NULL,
    row_hash bigint NOT NULL,
    batch bigint NOT NULL,
    line bigint NOT NULL,
    gone bigint,
    source integer NOT NULL,
    uscc text COLLATE "C" NOT NULL,
    holder_name text COLLATE "C",
    name text COLLATE "C" NOT NULL,
    catalogue_code text COLLATE "C",
    niche_since date,
    niche_years integer,
    share_domestic integer,
    share_global integer,
    rank_domestic integer,
    rank_global integer,
    emerging boolean,
    six_bases boolean,
    chain_role text COLLATE "C",
    key_chain_customer boolean,
    CONSTRAINT product_key PRIMARY KEY (uscc, name, source)
);
COMMENT ON TABLE source.product IS '主导产品';
COMMENT ON COLUMN source.product.uscc IS '统一社会信用代码';
COMMENT ON COLUMN source.product.holder_name IS '企业名称';
COMMENT ON COLUMN source.product.name IS '主导产品名称';
COMMENT ON COLUMN source.product.catalogue_code IS '统计用产品分类代码';
COMMENT ON COLUMN source.product.niche_since IS '从事细分市场起始日期';
COMMENT ON COLUMN source.product.niche_years IS '从事细分市场年限';
COMMENT ON COLUMN source.product.share_domestic IS '国内市场占有率，单位：百万分之一';
COMMENT ON COLUMN source.product.share_global IS '国际市场占有率，单位：百万分之一';
COMMENT ON COLUMN source.product.rank_domestic IS '国内排名';
COMMENT ON COLUMN source.product.rank_global IS '全球排名';
COMMENT ON COLUMN source.product.emerging IS '属战略性新兴产业';
COMMENT ON COLUMN source.product.six_bases IS '属制造业六基';
COMMENT ON COLUMN source.product.chain_role IS '产业链作用';
COMMENT ON COLUMN source.product.key_chain_customer IS '为关键产业链重点龙头配套';

CREATE TABLE source.equity (
    key_hash bigint NOT NULL,
    row_hash bigint NOT NULL,
    batch bigint NOT NULL,
    line bigint NOT NULL,
    gone bigint,
    source integer NOT NULL,
    uscc text COLLATE "C" NOT NULL,
    holder_name text COLLATE "C",
    closed_on date NOT NULL,
    amount bigint NOT NULL,
    investor text COLLATE "C",
    qualified_investor boolean,
    share_sold integer,
    CONSTRAINT equity_key PRIMARY KEY (uscc, closed_on, amount, source)
);
COMMENT ON TABLE source.equity IS '股权融资';
COMMENT ON COLUMN source.equity.uscc IS '统一社会信用代码';
COMMENT ON COLUMN source.equity.holder_name IS '企业名称';
COMMENT ON COLUMN source.equity.closed_on IS '到账日期';
COMMENT ON COLUMN source.equity.amount IS '实缴金额，单位：分';
COMMENT ON COLUMN source.equity.investor IS '投资方';
COMMENT ON COLUMN source.equity.qualified_investor IS '合格机构投资者';
COMMENT ON COLUMN source.equity.share_sold IS '出让股权比例，单位：百万分之一';

CREATE TABLE source.platform (
    key_hash bigint NOT NULL,
    row_hash bigint NOT NULL,
    batch bigint NOT NULL,
    line bigint NOT NULL,
    gone bigint,
    source integer NOT NULL,
    uscc text COLLATE "C" NOT NULL,
    holder_name text COLLATE "C",
    year integer NOT NULL,
    score integer,
    scored_on date,
    CONSTRAINT platform_key PRIMARY KEY (uscc, year, source)
);
COMMENT ON TABLE source.platform IS '平台评价';
COMMENT ON COLUMN source.platform.uscc IS '统一社会信用代码';
COMMENT ON COLUMN source.platform.holder_name IS '企业名称';
COMMENT ON COLUMN source.platform.year IS '评价年度';
COMMENT ON COLUMN source.platform.score IS '评价得分，单位：百分之一分';
COMMENT ON COLUMN source.platform.scored_on IS '评价日期';

CREATE TABLE source.conduct (
    key_hash bigint NOT NULL,
    row_hash bigint NOT NULL,
    batch bigint NOT NULL,
    line bigint NOT NULL,
    gone bigint,
    source integer NOT NULL,
    uscc text COLLATE "C" NOT NULL,
    holder_name text COLLATE "C",
    kind text COLLATE "C" NOT NULL,
    from_date date NOT NULL,
    to_date date,
    grade text COLLATE "C",
    authority text COLLATE "C",
    text text COLLATE "C",
    CONSTRAINT conduct_key PRIMARY KEY (uscc, kind, from_date, source)
);
COMMENT ON TABLE source.conduct IS '信用与负面';
COMMENT ON COLUMN source.conduct.uscc IS '统一社会信用代码';
COMMENT ON COLUMN source.conduct.holder_name IS '企业名称';
COMMENT ON COLUMN source.conduct.kind IS '种类';
COMMENT ON COLUMN source.conduct.from_date IS '列入或发生日期';
COMMENT ON COLUMN source.conduct.to_date IS '移出日期';
COMMENT ON COLUMN source.conduct.grade IS '等级';
COMMENT ON COLUMN source.conduct.authority IS '作出决定机关';
COMMENT ON COLUMN source.conduct.text IS '事由';

CREATE TABLE source.expert (
    key_hash bigint NOT NULL,
    row_hash bigint NOT NULL,
    batch bigint NOT NULL,
    line bigint NOT NULL,
    gone bigint,
    source integer NOT NULL,
    uscc text COLLATE "C" NOT NULL,
    field text COLLATE "C",
    county text COLLATE "C",
    available boolean,
    CONSTRAINT expert_key PRIMARY KEY (uscc, source)
);
COMMENT ON TABLE source.expert IS '专家';
COMMENT ON COLUMN source.expert.uscc IS '专家编号';
COMMENT ON COLUMN source.expert.field IS '专业领域';
COMMENT ON COLUMN source.expert.county IS '区县';
COMMENT ON COLUMN source.expert.available IS '可服务';
CREATE TABLE personal.expert (
    uscc text COLLATE "C" NOT NULL,
    source integer NOT NULL,
    key_hash bigint NOT NULL,
    name text,
    employer text,
    CONSTRAINT personal_expert_key PRIMARY KEY (uscc, source)
);
COMMENT ON TABLE personal.expert IS '专家：个人信息，不进入名单、日志和分析视图';
COMMENT ON COLUMN personal.expert.name IS '姓名';
COMMENT ON COLUMN personal.expert.employer IS '工作单位';

CREATE TABLE source.need (
    key_hash bigint NOT NULL,
    row_hash bigint NOT NULL,
    batch bigint NOT NULL,
    line bigint NOT NULL,
    gone bigint,
    source integer NOT NULL,
    uscc text COLLATE "C" NOT NULL,
    holder_name text COLLATE "C",
    raised_on date NOT NULL,
    kind text COLLATE "C" NOT NULL,
    text text COLLATE "C",
    status text COLLATE "C",
    CONSTRAINT need_key PRIMARY KEY (uscc, raised_on, kind, source)
);
COMMENT ON TABLE source.need IS '需求与瓶颈';
COMMENT ON COLUMN source.need.uscc IS '统一社会信用代码';
COMMENT ON COLUMN source.need.holder_name IS '企业名称';
COMMENT ON COLUMN source.need.raised_on IS '提出日期';
COMMENT ON COLUMN source.need.kind IS '需求种类';
COMMENT ON COLUMN source.need.text IS '内容';
COMMENT ON COLUMN source.need.status IS '状态';
