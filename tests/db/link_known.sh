#!/usr/bin/env bash
# link on a night of changes reads what was touched, and finds what reading everything finds.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
. "$here/../support/check.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"; stop_pg' EXIT
fresh_db
"$TIDU_BIN/tidu" migrate >/dev/null 2>&1
"$TIDU_BIN/tidu-city" --out "$work/in" --firms 2000 --as-of 2026-11-20 --faults 0 >/dev/null
stages() { # names
    for stage in "$@"; do
        "$TIDU_BIN/tidu" "$stage" --profile "$TIDU_SOURCE/profiles/demo.yaml" --inputs "$work/in" --as-of 2026-11-20 >"$work/said" 2>&1 ||
            [ $? = 65 ] || cat "$work/said"
    done
}
read_of() { sql -c "SELECT counts ->> 'read' FROM meta.stage WHERE stage = 'link' ORDER BY run DESC LIMIT 1"; }
links() {
    local table
    for table in alias queue candidate summary holder applied; do
        echo "$table $(sql -c "SELECT count(*), md5(string_agg(t::text, E'\n' ORDER BY t::text COLLATE \"C\")) FROM link.$table AS t")"
    done
    sql -c "SELECT rows_in, rows_out, counts - 'read' FROM meta.stage WHERE stage = 'link' AND status = 'done' ORDER BY run DESC LIMIT 1"
}
edit() { # file, sed script
    zcat "$work/in/$1" | sed "$2" | gzip >"$work/new" && mv "$work/new" "$work/in/$1"
}
night() { # how much link is to read, name: then the same again with everything read
    stages load identity link
    check "$2: it reads" "$1" "$(read_of)"
    links >"$work/short"
    sql -c "UPDATE link.basis SET basis = ''" -c "DELETE FROM meta.stage WHERE stage = 'link'"
    stages link
    check "$2: then all" all "$(read_of)"
    links >"$work/long"
    check "$2: the same is found" "" "$(diff "$work/short" "$work/long")"
    stages features
}
night all "first night"
check "there are holders" t "$(sql -c "SELECT count(*) > 20 FROM link.holder")"
registry=registry_20261120.csv.gz

"$TIDU_BIN/tidu-city" --out "$work/in" --firms 2000 --as-of 2026-11-20 --faults 0 --change 3% >/dev/null
night counts "addresses and figures"
code=$(sql -c "SELECT uscc FROM source.registry AS r WHERE county IS NOT NULL AND gone IS NULL AND EXISTS (SELECT FROM source.staff AS s WHERE s.uscc = r.uscc) ORDER BY uscc LIMIT 1")
edit insured_20261120.csv.gz "/$code/d"
night counts "a record of a registered code goes"
edit $registry "/^$code,/d"
night touched "a unit with records leaves the registry"
check "… and its records are a holder's" t "$(sql -c "SELECT count(*) > 0 FROM link.holder WHERE uscc = '$code'")"
name=$(sql -c "SELECT r.name FROM link.alias AS a JOIN source.registry AS r ON r.uscc = a.firm WHERE a.method = 'name' ORDER BY a.uscc LIMIT 1")
edit $registry "s/,$name,/,鲁西${name#聊城},/"
night touched "a unit that a record names has another name"
"$TIDU_BIN/tidu-city" --out "$work/in" --firms 2000 --as-of 2026-11-20 --faults 0 >/dev/null
night touched "what went comes back"

# stages in another order: what features cleared before link saw it is not missed
"$TIDU_BIN/tidu-city" --out "$work/in" --firms 2000 --as-of 2026-11-20 --faults 0 --change 2% >/dev/null
stages load identity features
night all "features ran before"
finish
