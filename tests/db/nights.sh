#!/usr/bin/env bash
# What is handed from stage to stage belongs to one as-of date; what was judged once stays; what readers
# open is put back when somebody took it away.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
. "$here/../support/check.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"; stop_pg' EXIT
fresh_db
"$TIDU_BIN/tidu-city" --out "$work/in" --firms 2000 --as-of 2026-11-20 >/dev/null
stage() { # command, as-of date; prints the exit code, the rest goes to a file
    local with=(--profile "$TIDU_SOURCE/profiles/demo.yaml" --inputs "$work/in" --as-of "$2")
    case $1 in run | publish) with+=(--out "$work/out") ;; esac
    "$TIDU_BIN/tidu" "$1" "${with[@]}" --lang en >"$work/said" 2>&1
    echo $?
}
set +e
"$TIDU_BIN/tidu" migrate
check "nothing is ranked that was not judged" 66 "$(stage rank 2026-11-20)"
check_has "… saying so" "score was never done" "$(cat "$work/said")"
case $(stage run 2026-11-20) in 0 | 65) ;; *) cat "$work/said" ;; esac
before=$(cd "$work/out" && sha256sum current/*)
check "there is a list" t "$([ "$(wc -l <<<"$before")" -gt 20 ] && echo t)"

for name in score rank publish; do
    check "$name under another date is refused" 66 "$(stage $name 2026-11-21)"
    check_has "… with what to do" "tidu run does every stage for 2026-11-21" "$(cat "$work/said")"
done
check "the list is untouched" "$before" "$(cd "$work/out" && sha256sum current/*)"
check "the ledger has the refusals" 3 "$(sql -c "SELECT count(*) FROM meta.stage WHERE status = 'failed' AND error LIKE '%was done as of 2026-11-20%'")"
check "under its own date it goes on" 0 "$(stage publish 2026-11-20)"

rm "$work/out/current"
check "publish puts the link back" 0 "$(stage publish 2026-11-20)"
check "… to the same bytes" "$before" "$(cd "$work/out" && sha256sum current/*)"

# A registry that was gone for a night: nothing stands, but the published list is read from what stood.
judged=$(sql -c "SELECT count(*), count(DISTINCT uscc) FROM result.firm")
sql -c "UPDATE result.judgement SET to_run = (SELECT max(run) + 1 FROM meta.run)"
stage features 2026-11-21 >/dev/null
check "a night when nothing stands is judged" 0 "$(stage score 2026-11-21)"
check "… beside what stood, not over it" "$judged" "$(sql -c "SELECT count(*), count(DISTINCT uscc)
    FROM result.firm WHERE to_run < 9223372036854775807")"
check "the published night can still be read" "${judged##*|}" "$(sql -c "SELECT count(DISTINCT uscc) FROM api.verdict")"
check "every firm stands once" "${judged##*|}" "$(sql -c "SELECT count(*) FROM result.firm WHERE to_run = 9223372036854775807")"
finish
