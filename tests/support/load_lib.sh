# Helpers of the load's database tests; sourced. Starts a disposable server with an empty, migrated
# database. Every test makes its deliveries itself, small and plain, in a folder of its own.
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/with_pg.sh" || exit 1

work=$(mktemp -d)
trap 'rm -rf "$work"; stop_pg' EXIT
fresh_db
"$TIDU_BIN/tidu-migrate" >/dev/null || exit 1
mkdir -p "$work/in"
failed=0

# fails WHAT …: says it and goes on, so that one run shows all that is wrong
fails() {
    printf 'FAILED: %s\n' "$*" >&2
    failed=1
}
# equals WHAT EXPECTED GOT
equals() {
    [ "$2" = "$3" ] || fails "$1: expected [$2], got [$3]"
}
ends() {
    [ "$failed" -eq 0 ] && printf 'ok\n'
    exit "$failed"
}
ask() {
    psql -qXAt -v ON_ERROR_STOP=1 -c "$1"
}

# codes N [FROM]: N good credit codes (GB 32100, GB 11714), one a line
codes() {
    awk -v n="$1" -v from="${2:-1}" 'BEGIN {
        set = "0123456789ABCDEFGHJKLMNPQRTUWXY"
        split("3 7 9 10 5 8 4 2", w9, " ")
        for (k = from; k < from + n; k++) {
            org = sprintf("%08d", k); s = 0
            for (i = 1; i <= 8; i++) s += substr(org, i, 1) * w9[i]
            c = 11 - s % 11
            code = "91371502" org (c == 10 ? "X" : c == 11 ? "0" : c)
            s = 0; w = 1
            for (i = 1; i <= 17; i++) { s += (index(set, substr(code, i, 1)) - 1) * w; w = w * 3 % 31 }
            print code substr(set, (31 - s % 31) % 31 + 1, 1)
        }
    }'
}

# registry N [FROM]: a registry file on stdout
registry() {
    echo '统一社会信用代码,企业名称,登记状态,成立日期,区县,法定代表人,联系电话'
    codes "$1" "${2:-1}" | awk '{
        printf "%s,测试企业%05d有限公司,存续,2015-03-%02d,371502,张样%03d,0635-%07d\n", $1, NR, NR % 28 + 1, NR % 1000, NR
    }'
}

# finance YEAR N: a finance file of one year on stdout, figures in 万元
finance() {
    echo '统一社会信用代码,年度,营业收入,研发费用'
    codes "$2" | awk -v y="$1" '{ printf "%s,%d,%d.5,%d\n", $1, y, NR * 10, NR }'
}

# A profile of two departments; tests append deliveries of their own.
profile() {
    cat >"$work/profile.yaml" <<'YAML'
profile: 载入测试
city: {code: 371500, name: 聊城市}
inputs: in
counties: {371502: 东昌府区, 371526: 高唐县}
sources: {market: 市场监督管理局, tax: 税务局, industry: 工业和信息化局}
deliveries:
  - id: registry
    dataset: registry
    source: market
    files: "registry_{date}.csv*"
    mode: snapshot
    columns:
      uscc: 统一社会信用代码
      name: 企业名称
      status: 登记状态
      established: 成立日期
      county: 区县
      legal_rep: 法定代表人
      phone: 联系电话
  - id: finance
    dataset: finance
    source: tax
    files: "finance_{date}*.csv*"
    mode: year
    columns:
      uscc: 统一社会信用代码
      year: 年度
      revenue: {header: 营业收入, unit: 万元}
      rd_expense: {header: 研发费用, unit: 万元}
  - id: staff
    dataset: staff
    source: tax
    files: "staff_{date}.csv*"
    mode: increment
    columns:
      uscc: 统一社会信用代码
      year: 年度
      employees: 职工总数
YAML
}

# staff YEAR N EMPLOYEES: an increment of staff on stdout
staff() {
    echo '统一社会信用代码,年度,职工总数'
    codes "$2" | awk -v y="$1" -v e="$3" '{ printf "%s,%d,%d\n", $1, y, e }'
}

# load [OPTIONS]: the stage; its exit status in $status, its words in $work/log
load() {
    "$TIDU_BIN/tidu-load" --profile "$work/profile.yaml" --inputs "$work/in" \
        --as-of "${as_of:-2026-07-01}" "$@" >"$work/out" 2>"$work/log"
    status=$?
}
# loads STATUS [OPTIONS]: load and expect this exit status
loads() {
    local want=$1
    shift
    load "$@"
    if [ "$status" -ne "$want" ]; then
        fails "exit status $status, not $want: load $*"
        cat "$work/log" >&2
    fi
}
# counts DELIVERY: status read new changed same gone rejected skipped of its last batch
counts() {
    ask "SELECT concat_ws(' ', status, rows_read, rows_new, rows_changed, rows_same, rows_gone,
                          rows_rejected, rows_skipped)
         FROM meta.batch WHERE delivery = '$1' ORDER BY batch DESC LIMIT 1"
}
# contents TABLE: its rows without what differs from night to night, as one checksum
contents() {
    ask "SELECT md5(coalesce(string_agg(r, E'\n' ORDER BY r), ''))
         FROM (SELECT (to_jsonb(t) - 'batch' - 'line' - 'gone' || jsonb_build_object('gone', gone IS NOT NULL))::text AS r
               FROM $1 AS t) AS x"
}
