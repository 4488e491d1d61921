#include "command.h"

#include <string.h>

#define STAGE(name) NEEDS_LEDGER | NEEDS_PROFILE | NEEDS_AS_OF | NEEDS_CRITERIA, td_stage_##name, NULL

const struct command td_commands[] = {
    {"run", NEEDS_LEDGER | NEEDS_PROFILE | NEEDS_AS_OF | NEEDS_CRITERIA | NEEDS_OUT | IS_MIGRATE | TAKES_RELEASE, NULL,
     NULL, "依次运行全部阶段：载入、变更、匹配、特征、核对、评分、排序、跟踪、发布", "run every stage in order",
     "tidu run --profile profiles/demo.yaml --as-of 2026-11-20 --out out",
     "一晚的全部工作。任何时候中断，再次运行同一命令即可恢复；输入没有变化的阶段不做任何事。"
     "昨天的名单在今天的名单整体就绪之前一直可读。",
     "A night's whole work. Stopped at any moment, the same command recovers; a stage whose inputs are "
     "the same does nothing. Yesterday's lists stay readable until tonight's are complete."},
    {"migrate", NEEDS_LEDGER | IS_MIGRATE, td_stage_migrate, NULL, "建立或升级数据库结构",
     "create or upgrade the schema", "tidu migrate -d dbname=tidu",
     "按编号执行 sql/migrations，每个文件一个事务，并核对校验和。",
     "Applies sql/migrations in order, one transaction a file, checksums verified."},
    {"load", IS_LOAD | NEEDS_LEDGER | NEEDS_PROFILE | NEEDS_AS_OF | NEEDS_CRITERIA, td_stage_load, NULL,
     "载入各部门交付的文件", "load the departments' files",
     "tidu load --profile profiles/demo.yaml --as-of 2026-11-20\n"
     "  $ tidu load --dry-run --profile profiles/demo.yaml --as-of 2026-11-20\n"
     "  $ tidu load --rejects mended.xlsx --profile profiles/demo.yaml --as-of 2026-11-20",
     "逐份交付比较并只写入变化的行；不能载入的行进入 reject.row，附原始字节与原因。"
     "损坏或不合合同的文件整份不载入，其余照常，退出码 65。--dry-run 读取、核对、与现有数据和合同比较并报告，什么也不写，"
     "退出码与真正载入时相同。--rejects 载入 tidu rejects 导出并更正的行：合格的载入，不合格的仍退回；以后各晚部门的文件"
     "只要该行未变，就以更正后的为准。",
     "Compares each delivery with what stands and writes only what changed; rows that do not load go to "
     "reject.row with their bytes and reason. A file that is damaged or breaks its contract loads nothing; the others "
     "go on; exit 65. --dry-run reads, checks, compares with what stands and with the contracts, and reports, writing "
     "nothing; its exit code is a load's. --rejects loads rows that tidu rejects gave and somebody mended: good ones are "
     "loaded, others stay rejected; as long as the department's file has the same line, the mended one counts."},
    {"identity", STAGE(identity), "辨认企业的变更：更名、迁移、换码、注销、恢复", "what happened to firms: renames, moves, new codes, ends",
     "tidu identity --profile profiles/demo.yaml --as-of 2026-11-20",
     "比较登记记录载入前后，把发生的变更写入 link.event；换了代码的企业记在 link.identity，旧代码的记录、称号和历年数据"
     "归入现在的代码。",
     "Compares registered units before and after the load and adds what happened to link.event; a firm whose code "
     "changed stands in link.identity, and the records, titles and figures of its old code are its own."},
    {"link", STAGE(link), "把记录对应到登记企业", "link records to registered firms",
     "tidu link --profile profiles/demo.yaml --as-of 2026-11-20",
     "依次按人工判断、旧代码、名称、曾用名、近似名称匹配（criteria/linkage.yaml，docs/linkage.md）；未匹配、有歧义和只是近似的"
     "保留在 link.queue，候选及依据在 link.candidate。",
     "By what a person said, old code, name, former name, a name that is alike beyond doubt (criteria/linkage.yaml, docs/linkage.md); "
     "what is unmatched, ambiguous or only near stays in link.queue, its candidates with their evidence in link.candidate."},
    {"features", STAGE(features), "计算企业特征（三年并列）", "one row of features per firm",
     "tidu features --profile profiles/demo.yaml --as-of 2026-11-20",
     "由 sql/features 填写 feature.firm，每个数值可用 api.figure 追溯到交付。",
     "sql/features fills feature.firm; api.figure traces every figure to its delivery."},
    {"check", STAGE(check), "按数据规则核对各部门的记录", "check the departments' records by the rules of data quality",
     "tidu check --profile profiles/demo.yaml --as-of 2026-11-20",
     "criteria/quality 的规则：每条规则的通过、未通过、不可核对（数据缺失）分开计数；部门之间的差异和疑似元、万元之误"
     "两边并列。只标出，不改数据；只核对有变化的企业。结果用 tidu quality 查看。",
     "The rules of criteria/quality: passes, fails and what cannot be checked (missing data) are counted apart; "
     "differences between departments and figures off by a unit are shown with both sides. Marks, never "
     "changes; checks only what changed. tidu quality shows what was found."},
    {"score", STAGE(score), "按评价标准判定每家企业", "judge every firm by the criteria",
     "tidu score --profile profiles/demo.yaml --as-of 2026-11-20",
     "按截止日选用规则版本，给出五种状态、得分区间、确定与可能层级。",
     "Chooses the rule versions by the as-of date; five states, point intervals, certain and possible "
     "tier."},
    {"rank", STAGE(rank), "排序并分配名额", "order the candidates and apportion seats",
     "tidu rank --profile profiles/demo.yaml --as-of 2026-11-20",
     "确定在前、可能在后，全序；名额按最大余数法分到区县，区县和行业的上下限、调剂见配置文件，切线处的并列如实标出；"
     "按 criteria/pool.yaml 排除，适用人工决定（tidu override），更新培育库各阶段。每个名额、每个落选都有理由。",
     "Certain before possible, total order; seats by largest remainder over counties within floors and ceilings "
     "(profile), ties at the cut shown; exclusions and stages of the pool by criteria/pool.yaml, people's orders "
     "(tidu override). Every seat and every omission has its reason."},
    {"follow", STAGE(follow), "到期复核、目标进度、服务专员", "reviews that come due, progress towards targets, service specialists",
     "tidu follow --profile profiles/demo.yaml --as-of 2026-11-20",
     "有效称号何时到期，按到期日适用的规则、以当晚的事实预判能否通过复核；各称号家数与配置文件 targets 的对照；为在库企业"
     "均衡指派服务专员，一经指派不轻易更换（criteria/follow.yaml）。",
     "When titles end, and whether they would pass their review by the rule of that day on tonight's facts; how many there "
     "are beside the profile's targets; a service specialist for every firm of the pool, evenly, and kept "
     "(criteria/follow.yaml)."},
    {"publish", NEEDS_LEDGER | NEEDS_PROFILE | NEEDS_AS_OF | NEEDS_CRITERIA | NEEDS_OUT | TAKES_RELEASE,
     td_stage_publish, NULL, "发布名单文件并切换当前结果", "publish the lists, flip the current result",
     "tidu publish --profile profiles/demo.yaml --as-of 2026-11-20 --out out",
     "全市与每个区县各一份 CSV 和 XLSX、全市一页报告 report.html，以及 manifest.json；整体出现或完全不出现。有交付不合合同（on_failure: hold）"
     "时不发布，退出码 76，原名单不变；核实后用 --release 放行。",
     "A CSV and an XLSX for the city and each county, report.html, and manifest.json; whole or not at all. While a delivery "
     "breaks a contract that holds it (on_failure: hold) nothing is published, exit 76; --release lets it go."},
    {"reissue", NEEDS_AS_OF | NEEDS_OUT | TAKES_KNOWN, NULL, td_command_reissue,
     "把发布过的名单逐字节重新写出", "write a list that was published again, byte for byte",
     "tidu reissue --as-of 2026-11-20 --out old\n  $ tidu reissue --as-of 2026-11-20 --known-on 2026-11-23 --out old",
     "每次发布的全部文件按 SHA-256 存在数据库中。同一截止日发布过多次时，--known-on 选某日终了（北京时间）或某次运行为止"
     "当时所知的一份，默认最后一份。写入 <DIR>/<截止日>，逐个核对校验和；已有不同内容的目录不覆盖，退出码 73。",
     "Every file of every list is kept in the database by its SHA-256. Where lists of one as-of date were published several "
     "times, --known-on chooses the one that was known by the end of a day (China's time) or by a run; without it, the last. "
     "Writes <DIR>/<as-of>, every checksum is looked at; a folder with something else in it is left alone, exit 73."},
    {"published", TAKES_AS_OF | TAKES_PUBLISHED | TAKES_JSON | TAKES_OUTPUT, NULL, td_command_published,
     "何时发布过哪些名单、被哪次取代", "which lists were published when, and what took their place",
     "tidu published\n  $ tidu published --as-of 2026-11-20 --format csv\n  $ tidu published --prune-before 2024-01-01",
     "每次发布一行：截止日、发布时间、文件数和大小、同一截止日后来取代它的一次、放行理由。--prune-before 清除截止日早于该日的"
     "名单的文件内容以腾出空间，记录和校验和保留，现行名单不动；只有明确要求时才清除。",
     "A row a publication: as-of date, when, files and their size, the later one of the same date, why it was let go. "
     "--prune-before takes the contents of lists as of earlier dates away to make room; their record and checksums "
     "stay, and so does the current list. Nothing is ever taken away unless asked for."},
    {"rejects", NEEDS_PROFILE | NEEDS_CRITERIA | TAKES_DELIVERY | TAKES_OUTPUT, NULL, td_command_rejects,
     "导出一份交付的退回行，供更正后载回", "give a delivery's rejected rows to be mended and loaded again",
     "tidu rejects --profile profiles/demo.yaml --delivery registry -o registry-rejects.xlsx",
     "按部门自己的列导出最近一次载入的退回行，前面几列是批次、文件、行号、原因、列和处理意见，工作簿中标出有错的单元格。改好后用 "
     "tidu load --rejects 载回；删去的行仍退回。文件含个人信息，须有 reject 模式的读取权限，谁导出记入台账。-o 以 .xlsx "
     "结尾为工作簿，否则为 CSV。",
     "The rejects of the last load in the department's own columns; before them batch, file, line, reason, column and "
     "what to do; the faulty cell is marked in a workbook. Mended, tidu load --rejects takes them back; rows that were "
     "deleted stay rejected. The file holds personal data: the right to read schema reject is needed, and who took it "
     "goes into the ledger. -o ending in .xlsx is a workbook, else CSV."},
    {"status", TAKES_JSON, NULL, td_command_status, "上次运行的阶段、交付、漏斗与已发布的结果",
     "stages, deliveries, funnel and what is published", "tidu status",
     "读台账；告诉下一步做什么。", "Reads the ledger and says what to do next."},
    {"diff", TAKES_TWO | TAKES_DIFF | TAKES_JSON | TAKES_OUTPUT, NULL, td_command_diff,
     "两次排序之间谁新进、退出、升降，及原因", "who entered, left and moved between two rankings, and why",
     "tidu diff 2026-11-20 2026-11-27\n  $ tidu diff 12 13 --tier srdi --county 东昌府区\n"
     "  $ tidu diff 2026-11-01 2026-12-01 --format csv -o moves.csv",
     "每个比较对象是一次运行号或截止日（该日最后一次排序）。列出净变动：来回抵消的不列。原因是 data 数据、link 匹配、clock 日期、rule "
     "规则或名额、override 人工决定；被动的是因其他企业或名额而变动。同时列出该层级判定有变化的条件。定义见 docs/moves.md。",
     "Each side is a run or an as-of date (the last ranking of that day). Net moves: what went and came back is not listed. The cause is "
     "data, link, clock, rule (seats too) or override; a displaced firm moved because others or the seats did. With the "
     "conditions of the tier that say something else. Definitions: docs/moves.md."},
    {"funnel", TAKES_CUT | TAKES_INDUSTRY | TAKES_JSON | TAKES_OUTPUT, NULL, td_command_funnel,
     "漏斗：每个条件单独与累计剩下多少企业，按层级、区县、行业", "own and cumulative counts at each condition, by tier, county, industry",
     "tidu funnel srdi\n  $ tidu funnel srdi --county 东昌府区 --industry C\n  $ tidu funnel little_giant --by county\n"
     "  $ tidu funnel --by division --format csv -o funnel.csv",
     "从全部登记企业开始，按条款顺序逐条：本条件满足、不满足、未知、待人工、不适用的企业数；到本条为止没有不满足的"
     "（至此可能）、全部满足或待人工的（至此确定），以及前者中已获称号的。读已发布的结果。--by 在 text 中列出至此可能的企业数，"
     "csv 和 json 列出全部数字。",
     "From all registered firms on, clause by clause: firms that meet the condition, do not, of whom it is not known, "
     "whom a person must judge, to whom it does not apply; those with nothing unmet so far (possible), with all met or "
     "manual so far (certain), and how many of the former have the title. Reads what is published. --by shows the "
     "possible ones in a text; csv and json have all figures."},
    {"near", TAKES_CUT | TAKES_CONDITION | TAKES_JSON | TAKES_OUTPUT, NULL, td_command_near,
     "近门槛企业：只差一个条件的企业，按层级、条件、区县", "firms that lack one condition only, by tier, condition, county",
     "tidu near srdi\n  $ tidu near srdi --condition rd --county 东昌府区\n  $ tidu near --by county\n"
     "  $ tidu near srdi --format csv -o near.csv",
     "某一层级只有一个最上层条件不满足、且未获称号的申报主体。其余条件都已知的与尚有未知的分开计数，名单中前者在先；"
     "组合条件写明差的是哪一部分。text 给出计数，加 --condition 或 --limit 列出企业；csv 和 json 列出企业。读已发布的结果。",
     "Subjects of a tier without its title that fail one top-level condition and no other. Those of whom all else is "
     "known are counted apart from those with unknowns and come first in the list; of a composite condition the parts "
     "that fail are named. A text counts; --condition or --limit list the firms; csv and json list them. Reads "
     "what is published."},
    {"fairness", TAKES_CUT | NEEDS_CRITERIA | TAKES_JSON | TAKES_OUTPUT, NULL, td_command_fairness,
     "公平性审计：哪些区县、划型、成立年限的企业在名单中偏少、偏后", "which counties, sizes, ages are rarer or lower on the lists than by chance",
     "tidu fairness srdi\n  $ tidu fairness little_giant --county 东昌府区\n  $ tidu fairness --format csv -o fairness.csv",
     "已发布名单的每个层级：各组在候选企业和占名额企业中的家数、随机抽取时应占的家数；名额概率是随机抽取时占名额不多于实际的概率，"
     "排序概率是随机排序时在名额以内某一位次出现同样少见情况的概率（超几何分布，精确计算）。同类各组合计的误报风险在 "
     "criteria/fairness.yaml。只作提示，不改动名单；名额按区县分配时，区县的差异就是分配本身。--county 审计该区县自己的排序。",
     "Of each tier's published list: the groups' candidates, those with a seat, and how many chance would give. Chance of "
     "seats: that so few or fewer have one when drawn at random; chance of order: that in a random order some place "
     "within the seats is as rare (hypergeometric, exact). The risk over all groups of a kind is set in "
     "criteria/fairness.yaml. It tells, and moves nobody; where seats are shared out over counties, differences between "
     "counties are that sharing. --county audits the county's own order."},
    {"queue", TAKES_ANSWERS | TAKES_JSON | TAKES_OUTPUT, NULL, td_command_queue,
     "待人工判断的单位：导出工作簿、读回答复", "what a person must say: a workbook out, the answers back",
     "tidu queue\n  $ tidu queue -o queue.xlsx --limit 500\n  $ tidu queue --answers queue.xlsx --by 企业科 --on 2026-11-20",
     "没有对应到登记企业（或有几个候选、可能换了代码）的单位，涉及金额大的在前。-o 导出工作簿，在“判断”栏选 是、否、"
     "不确定；--answers 读回同一文件（可排序、筛选、移动列、删行，由 Excel、WPS 或 LibreOffice 保存），逐行报告采纳、未变、"
     "矛盾或退回，同一文件再读一次不做任何事。有退回的退出码 65。判断永久保存，下一次 tidu run 起生效。",
     "Holders whose records found no firm, or several, and codes that may have a successor; most money first. -o "
     "writes a workbook to fill in; --answers takes the same file back, sorted, filtered, with columns moved and "
     "rows deleted, saved by Excel, WPS or LibreOffice, and says of each row what became of it; the same file again "
     "does nothing. Exit 65 if an answer was refused. What was said stands for ever, from the next tidu run on."},
    {"ledger", TAKES_NOTES | TAKES_JSON | TAKES_OUTPUT, NULL, td_command_ledger,
     "台账：在库企业、服务专员、短板；导出填写、读回进展", "the ledger: firms of the pool, specialists, shortfalls; out to fill in, progress back",
     "tidu ledger\n  $ tidu ledger -o 台账.xlsx --county 东昌府区\n  $ tidu ledger --notes 台账.xlsx --by 东昌府区工信局 --on 2026-11-20",
     "已发布的台账按区县计数。-o 导出 xlsx 或 csv，填写 进展、进展日期、状态、下一步、备注 五栏（发布的工作簿中的“台账”表相同）；"
     "--notes 读回，逐行报告采纳、两边都改过、未变或退回，同一文件再读一次不做任何事。有退回的退出码 65。内容只增不改，更名、"
     "换码后仍随企业，下一次 tidu run 的台账中可见；填写人只在个人信息区。",
     "Counts of the published ledger by county. -o writes xlsx or csv with five columns to fill in (as the sheet 台账 of the "
     "published workbooks); --notes takes them back and says of each row whether it was taken, changed on both sides, "
     "unchanged or refused; the same file again does nothing. Exit 65 if a row was refused. Notes are only ever added, follow "
     "the firm through new names and codes, and stand in the ledgers of the next tidu run; who wrote them is personal."},
    {"events", TAKES_EVENTS | TAKES_JSON | TAKES_OUTPUT, NULL, td_command_events,
     "企业变更：设立、更名、迁移、换码、注销、恢复", "what happened to firms: new, renamed, moved, other code, ended, back",
     "tidu events --since 2026-11-01\n  $ tidu events --kind rename --county 东昌府区 --format csv -o renames.csv",
     "每晚由登记记录的变化得出，只增不改：birth 新设，gone 不再在册，return 回到登记库或恢复，rename 更名，move 区县变化，"
     "status 登记状态，form 企业类型，code 换码，merge 和 split 经人工判断。--county 包括迁出该区县的企业。",
     "Told each night from what changed in the registry and kept for ever: birth, gone (left the deliveries), return, "
     "rename, move (county), status, form, code (another code took its place), merge and split (a person's word). "
     "--county has the firms that left it too."},
    {"quality", TAKES_QUALITY | TAKES_JSON | TAKES_OUTPUT, NULL, td_command_quality,
     "数据质量：规则的通过与未通过、部门得分与变化、未通过的记录", "quality of the data: rules, the departments' scores and trend, records that fail",
     "tidu quality\n  $ tidu quality --rule unit_swap\n  $ tidu quality --source tax -o 税务局.xlsx\n  $ tidu quality --trend",
     "最近一次 tidu check 的结果。每条规则的通过、未通过、不可核对（数据缺失）、不涉及分开计数；部门得分由完整、有效、一致、"
     "及时四项按 criteria/quality/score.yaml 折算。--rule 列出未通过的记录及其数值、文件、行号；csv 和 json 列出全部；"
     "-o 以 .xlsx 结尾时写工作簿，加 --source 可直接发给该部门。",
     "What the last tidu check found. Of each rule passes, fails, what cannot be checked (missing data) and what it does "
     "not concern; a department's score is made of completeness, validity, consistency and timeliness by "
     "criteria/quality/score.yaml. --rule lists the records that fail with values, file and line; csv and json list all; "
     "-o FILE.xlsx writes a workbook, with --source one to send to that department."},
    {"override add", TAKES_OPERAND | TAKES_WHY | TAKES_ORDER | TAKES_OUTPUT, NULL, td_command_override_add, "人工增补：把企业列入某层级的名单", "put a firm on the list of a tier",
     "tidu override add 91371502MA3C00001X --tier little_giant --why 市委专题会议纪要 --by 企业科 --until 2027-06-30",
     "参数是统一社会信用代码或名称。占所在区县的一个名额（--beside 不占），名单标明人工增补；不是候选企业的列在末位。按规则排除的企业在排除解除之前不列入。每晚重新适用，换了代码也不丢失；什么时候有效按截止日。决定人存入 personal，不进入名单和日志。",
     "The operand is a credit code or a name. It takes a seat of its county (--beside: none) and is marked as added; who is no candidate stands last. A firm that a rule excludes waits until that ends. Applied anew every night by its as-of date and followed to a new code. Who decides is kept in schema personal, in no list and no log."},
    {"override remove", TAKES_OPERAND | TAKES_WHY | TAKES_ORDER | TAKES_OUTPUT, NULL, td_command_override_remove, "人工移出：企业不列入某层级的名单", "take a firm off the list of a tier",
     "tidu override remove 91371502MA3C00001X --tier little_giant --why 理由 --by 企业科",
     "移出的企业没有名次和名额，列在排除企业中。",
     "It has neither place nor seat and is listed among the excluded."},
    {"override hold", TAKES_OPERAND | TAKES_WHY | TAKES_ORDER | TAKES_OUTPUT, NULL, td_command_override_hold, "人工保留：企业在名单上的名次和名额不变", "keep a firm on the list as it stands",
     "tidu override hold 91371502MA3C00001X --tier little_giant --why 理由 --by 企业科",
     "按最近一次排序的名次和名额保留到 --until；不在名单上的企业不能保留。",
     "Its place and seat of the last rank are kept until --until; who is not on the list cannot be held."},
    {"override apply", TAKES_OPERAND | TAKES_WHY | TAKES_ORDER | TAKES_OUTPUT, NULL, td_command_override_apply, "记录企业已申报", "record that a firm has applied",
     "tidu override apply 91371502MA3C00001X --tier little_giant --why 理由 --by 企业科",
     "企业在该层级的培育阶段为申报，直到撤回、到期或获得认定。",
     "Its stage in the pool of that tier is applied until withdrawn, expired or recognised."},
    {"override withdraw", TAKES_OPERAND | TAKES_WHY | TAKES_OUTPUT, NULL, td_command_override_withdraw, "撤回一项人工决定", "withdraw an order",
     "tidu override withdraw 3 --why 情况已变 --by 企业科",
     "参数是编号（tidu override list）。决定和撤回都保留。",
     "The operand is its number (tidu override list). Both are kept."},
    {"override list", TAKES_JSON | TAKES_OUTPUT, NULL, td_command_override_list, "列出人工决定及其效力", "list the orders and whether they stand",
     "tidu override list",
     "有效、已过期、未到期、已撤回、被后来的取代、因排除规则不生效。以最近一次运行的截止日为准。",
     "Stands, expired, not yet, withdrawn, overruled, excluded; as of the last run."},
    {"explain", TAKES_OPERAND | TAKES_JSON | NEEDS_CRITERIA, NULL, td_command_explain,
     "逐条说明一家企业为何如此判定", "why a firm was judged so, clause by clause",
     "tidu explain 91371502MA3C00001X",
     "参数是统一社会信用代码或企业名称（可为名称的一部分）。",
     "The operand is a credit code or a name (or part of one)."},
    {"sheet", TAKES_FILES | TAKES_SHEET | TAKES_OUTPUT | NEEDS_CRITERIA, NULL, td_command_sheet,
     "一企一策：每家企业一页 A4，供走访用", "firm sheets: a page of A4 for each firm, for who visits it",
     "tidu sheet 91371502MA3C00001X -o sheet.html\n  $ tidu sheet --county 东昌府区 --seated -o 东昌府区.html\n"
     "  $ tidu sheet --county 371502 --tier little_giant -o sheets.html",
     "参数是统一社会信用代码或企业名称（可为名称的一部分），可给出多个；或用 --county 取已发布名单上该区县的企业，按名单次序，前面有目录。"
     "输出一个自足的 HTML 文件（中文），每家企业恰好一页：拟培育层级和判定、条件一览、缺什么补什么、近三年数据及来源、"
     "现场要判断和核实的事项、走访记录。放不下的写明“另有 N 项，见 tidu explain”。不含个人信息。用浏览器打印或存为 PDF。",
     "Operands are credit codes or names (or parts of one), any number of them; or --county for the firms of its published "
     "list, in the list's order, with contents in front. One self-contained file of HTML (in Chinese), exactly a page a "
     "firm: target and verdict, conditions, the gap and the cheapest way to close it, three years of figures with their "
     "sources, what to judge and to verify on the visit, room for notes. What has no room is counted. No personal data. "
     "Print it from a browser, or save it as PDF."},
    {"dictionary", TAKES_DICTIONARY | TAKES_OUTPUT, NULL, td_command_dictionary, "数据字典：每个视图及其列的含义",
     "data dictionary: what every view and its columns mean",
     "tidu dictionary > docs/dictionary.md\n  $ tidu dictionary --schema all --format html -o dictionary.html",
     "由数据库自身的注释（COMMENT ON）生成，所以总与当前结构一致。默认只写供分析人员使用的 api 模式；--schema all 写全部模式的表和视图。"
     "怎样用 psql 和 Excel 查询见 docs/analysts.md。",
     "Made from the comments that the database itself has, so that it is always that of the present schema. By default the views "
     "for analysts (schema api); --schema all has every table and view. docs/analysts.md says how to ask with psql and Excel."},
    {"whatif",
     NEEDS_CRITERIA | TAKES_CHANGES | TAKES_AS_OF | TAKES_FORM | TAKES_JSON | TAKES_OUTPUT | TAKES_THREADS, NULL,
     td_command_whatif, "假如改动标准：谁受益、谁受损，不动已发布的结果", "who gains and who loses if the criteria change",
     "tidu whatif --set srdi.rd_share=2.5% --drop little_giant.growth",
     "用上一晚的事实把每家企业按现行标准和改动后的标准各判一次，列出各层级前后各判定的企业数、受益和受损的"
     "企业（按区县）以及起决定作用的条件。只读数据库，什么也不写。数值写作 <层级>.<条件或指标>=<数值>，"
     "数值连同单位；条件有几个数值时会问是哪一个。<层级>@<版本>:review 指复核所用的文件。"
     "csv 列出全部受影响的企业，用 -o 写入文件。",
     "Judges every firm on the facts of the last night by the criteria as they stand and as they would be: counts "
     "by verdict before and after, who gains and who loses, by county, and the conditions that decided. Reads "
     "only, writes nothing. <tier>.<condition or indicator>=<figure with its unit>; where there are several "
     "figures it asks which. <tier>@<version>:review is the file that judges reviews. csv lists every firm "
     "that is affected; -o writes a file."},
    {"rules diff",
     NEEDS_CRITERIA | CONNECTS_ITSELF | TAKES_TWO | TAKES_EFFECT | TAKES_AS_OF | TAKES_FORM | TAKES_JSON | TAKES_OUTPUT |
         TAKES_THREADS,
     NULL, td_command_rules_diff, "比较两个版本或两个标准目录", "compare two versions of a tier or two criteria folders",
     "tidu rules diff srdi@2022 srdi@2026",
     "两边各是一个标准目录，或标准目录中某层级的一个版本（不论截止日是否适用）。先并列条文：按条件的 id 列出增、删、"
     "改，数值的变化写成 1000万 -> 1500万；不需要数据库。给出 --effect 或 -d 时，再用上一晚的事实把每家企业按两边各判"
     "一次：各判定的企业数、受益和受损的企业（按区县）、起决定作用的条件。只读数据库，什么也不写。",
     "Each side is a criteria folder, or a version of a tier in the criteria, in force or not. First the texts: "
     "what is added, removed and changed by the conditions' ids, figures as 1000万 -> 1500万; no database is "
     "needed. With --effect or -d every firm is then judged on the facts of the last night by both: counts by "
     "verdict, who gains and who loses, by county, and the conditions that decided. Reads only, writes nothing."},
    {"rules check", NEEDS_CRITERIA | WITHOUT_DATABASE | TAKES_AS_OF | TAKES_JSON, NULL,
     td_command_rules_check, "检查规则文件本身：矛盾、多余、够不着的条件和层级",
     "check the criteria themselves: contradictions, redundancy, what nobody can reach",
     "tidu rules check --criteria criteria",
     "不用企业数据，也不连数据库。逐条列出 文件:行:列: [代码] 说明：互相矛盾的条件、已被更严条件包含或重复的条件、"
     "没有企业能得到的档和选项、必须先有而没有规则授予的称号、版本之间的空档、与条文不一致的数值。"
     "未证实的数值和没有用到的事实只作提示。有错误时退出码 78。代码的含义见 criteria/README.md。",
     "No firms and no database. One line a finding, file:line:column: [code] text: conditions that exclude "
     "each other, that follow from a stricter one or repeat it, bands and choices that nobody gets, titles "
     "that are asked and never granted, gaps between versions, figures that differ from their text. "
     "Unconfirmed figures and unused facts are notes. Exit 78 if there is a fault. The codes stand in "
     "criteria/README.md."},
    {"rules doc", NEEDS_CRITERIA | WITHOUT_DATABASE | TAKES_AS_OF | TAKES_REGION | TAKES_OUTPUT, NULL,
     td_command_rules_doc, "把规则写成一页可打印的中文说明", "write the criteria as one page that prints well",
     "tidu rules doc --as-of 2026-11-20 --region 371500 -o criteria.html",
     "一个自足的 HTML 文件：每个条件的条款、原文、机器判定（中文和表达式）、证实程度，评分的分档，企业划型，指标和"
     "事实的定义；未证实的数值醒目标出并在前面汇总。给出 --as-of 时只写当日有效的规则（连同 --region 的地方规定），"
     "否则写全部版本。相同的规则得到相同的字节。不连数据库。",
     "A self-contained file of HTML (in Chinese): each condition with clause, official text, the machine's "
     "reading in words and as an expression, and how well it is confirmed; bands, size classes, metrics and "
     "facts. Unconfirmed figures are marked and listed in front. With --as-of only what is in force then (and "
     "the local rules of --region), else every version. The same criteria give the same bytes. No database."},
    {"rules test", NEEDS_CRITERIA | WITHOUT_DATABASE | TAKES_FILES | TAKES_REGION | TAKES_JSON, NULL,
     td_command_rules_test, "运行规则文件自带的示例企业", "run the example firms that the criteria carry",
     "tidu rules test tiers/srdi-2026.yaml",
     "每个层级文件、size.yaml、tags.yaml 末尾的示例都按现在的规则判定，结果与所写不符的逐条列出（文件、行、"
     "列、应得、实得）。不给文件名则运行全部。不连数据库。有不符的退出码 65。",
     "The examples at the end of every tier file, of size.yaml and tags.yaml are judged by the rules as "
     "they stand; what comes out otherwise is listed with file, line, column, expected and got. All files "
     "without an operand. No database. Exit 65 if any failed."},
};
const size_t td_command_count = sizeof td_commands / sizeof td_commands[0];

const struct command *
td_command_find(const char *name)
{
    for (size_t i = 0; i < td_command_count; i++)
        if (strcmp(td_commands[i].name, name) == 0)
            return &td_commands[i];
    return NULL;
}

bool
td_command_group(const char *name)
{
    size_t len = strlen(name);

    for (size_t i = 0; i < td_command_count; i++)
        if (strncmp(td_commands[i].name, name, len) == 0 && td_commands[i].name[len] == ' ')
            return true;
    return false;
}
