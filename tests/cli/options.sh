#!/usr/bin/env bash
# The command line as a user meets it: arguments, exit code, first words on stderr or stdout.
set -u
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
bad=0

# name | exit code | stream | pattern | arguments
check() {
    local name=$1 want=$2 stream=$3 pattern=$4
    shift 4
    "$@" >out 2>err </dev/null
    local got=$?
    if [ "$got" != "$want" ] || ! grep -qE -- "$pattern" "$stream"; then
        bad=$((bad + 1))
        echo "FAILED $name: $* -> $got (wanted $want, /$pattern/ on $stream)"
        sed 's/^/  out: /' out
        sed 's/^/  err: /' err
    fi
}
t=$TIDU_BIN/tidu
export LC_ALL=C.UTF-8 PGHOST=/nonexistent

check "help is on stdout, Chinese first"      0  out '^tidu（梯度）'            "$t" --help
check "help in English by option"             0  out '^tidu: screens'           "$t" --lang en --help
check "help in English by locale"             0  out '^tidu: screens'           env LC_ALL=en_US.UTF-8 "$t" --help
check "no argument shows help"                0  out '^命令'                    "$t"
check "a command's help begins with example"  0  out '^  \$ tidu load'          "$t" load --help
check "-h alone is help"                      0  out '^  \$ tidu load'          "$t" load -h
check "help COMMAND"                          0  out '^  \$ tidu explain'       "$t" help explain
check "man page"                              0  out '^\.TH TIDU-LOAD'          "$t" man load
check "version"                               0  out '^tidu 0\.'                "$t" --version
check "a stage's own executable"              0  out '^  \$ tidu load'          "$TIDU_BIN/tidu-load" --help
check "unknown command"                       64 err 'TD-1001.*"laod"'          "$t" laod
check "unknown option, did you mean"          64 err '是不是 --profile'         "$t" run --profil x
check "missing option with an example"        64 err '缺少 --profile'           "$t" run
check "bad date"                              64 err '2026-02-30'               "$t" run --profile x --as-of 2026-02-30 --out o
check "option without value"                  64 err 'profile 需要一个值'      "$t" run --profile
check "bad threads"                           64 err '"0"'                      "$t" run --threads 0 --profile x
check "operand too many"                      64 err '"extra"'                  "$t" status extra
check "no profile file"                       66 err 'TD-2001'                  "$t" run --profile missing.yaml --as-of 2026-11-20 --out o
check "no server: which one, exit 69"         69 err 'TD-3001'                  "$t" status
check "JSON log"                              69 err '^\{"level":"error","code":"TD-3001"' "$t" status --log json
check "conninfo with -h refused"              64 err '-h -p -U'                 "$t" status -d 'dbname=x' -h y
check "whatif: example first"                 0  out '^  \$ tidu whatif --set'   "$t" whatif --help
check "whatif without a change"               64 err '缺少 --set'               "$t" whatif
check "whatif: a form that is none"           64 err '"xml"'                    "$t" whatif --set srdi.rd_share=2% --format xml
check "whatif: no server"                     69 err 'TD-3001'                  "$t" whatif --set srdi.rd_share=2%
check "--set belongs to whatif"               64 err '"--set"'                  "$t" status --set srdi.rd_share=2%
check "load: no database is for a dry run"    64 err '缺少 --dry-run'           "$t" load --profile x --as-of 2026-11-20 --without-database
check "load: a dry run has no csv"            64 err '"csv"'                    "$t" load --dry-run --profile x --as-of 2026-11-20 --format csv
check "load: mending is no dry run"           64 err '不能同用'                 "$t" load --dry-run --rejects x --profile x --as-of 2026-11-20
check "rejects of which delivery"             64 err '缺少 --delivery'          "$t" rejects --profile x
check "a release wants a reason"              64 err '"--release|release'       "$t" publish --profile x --as-of 2026-11-20 --out o --release ''
printf 'profile: x\ncity: {code: [\n' >broken.yaml
check "broken profile names file and line"    78 err 'broken.yaml:[23]:[0-9]+: '          "$t" run --profile broken.yaml --as-of 2026-11-20 --out o
[ "$bad" = 0 ] && echo "all fine"
exit "$bad"
