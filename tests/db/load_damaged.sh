#!/usr/bin/env bash
# Fault cases of compressed input and of empty and missing files, at the level of the night: a damaged file loads
# nothing, what stands stays, the other deliveries load, exit 65, and the ledger has the code.
source "$TIDU_SOURCE/tests/support/load_lib.sh" || exit 1

profile
registry 300 | gzip >"$work/in/registry_20260601.csv.gz"
finance 2025 100 | gzip >"$work/in/finance_20260601.csv.gz"
loads 0
before=$(contents source.registry)
registry 290 >"$work/new.csv"
tonight=$work/in/registry_20260602.csv

code() { ask "SELECT substr(error, 1, 7) FROM meta.batch WHERE delivery = 'registry' ORDER BY batch DESC LIMIT 1"; }
# damage WHAT CODE: registry_20260602.csv* lies there, damaged
night=1
damage() {
    finance 2025 $((100 + night)) | gzip >"$work/in/finance_20260602.csv.gz"
    loads 65
    equals "$1: refused" "failed" "$(counts registry | cut -d' ' -f1)"
    equals "$1: code" "$2" "$(code)"
    equals "$1: what stands" "$before" "$(contents source.registry)"
    equals "$1: the others load" "done $((100 + night)) 1 0 $((99 + night)) 0 0 0" "$(counts finance)"
    grep -q "$2" "$work/log" || fails "$1: it is told"
    night=$((night + 1))
    rm -f "$work"/in/registry_20260602*
}
gzip -c "$work/new.csv" | head -c -4000 >"$tonight.gz"
damage "fault 1: gz cut in the middle of a row" TD-2101
grep -qE '文件不完整.*已解出 [0-9]+ 字节、[0-9]+ 行' "$work/log" || fails "fault 1: how much was decoded is not told"
{ gzip -c "$work/new.csv" | head -c -8; } >"$tonight.gz"
damage "fault 2: gz cut at the end of a row, all rows whole" TD-2101
{ gzip -c "$work/new.csv" | head -c -8; printf '\0\0\0\0\0\0\0\0'; } >"$tonight.gz"
damage "fault 3: wrong CRC-32" TD-2101
{ gzip -c "$work/new.csv" | head -c -4; printf '\1\0\0\0'; } >"$tonight.gz"
damage "fault 3: wrong length" TD-2101
{ gzip -c "$work/new.csv"; echo rubbish; } >"$tonight.gz"
damage "fault 5: rubbish behind the gz" TD-2101
{ head -1 "$work/new.csv"; head -c 100000000 /dev/zero | tr '\0' '\n'; } | gzip >"$tonight.gz"
damage "fault 6: a gz that unpacks to a thousand times its size" TD-2107
grep -qE '[0-9]+ 字节压缩数据已解出 6[0-9]{7} 字节（10[0-9]{2} 倍' "$work/log" || fails "fault 6: bytes and ratio are not told"
: >"$tonight.gz"
damage "fault 7: no bytes" TD-2104
: | gzip >"$tonight.gz"
damage "fault 7: a gz of nothing" TD-2104
head -1 "$work/new.csv" >"$tonight"
damage "fault 7: a header only" TD-2104
: >"$tonight.gz"
loads 65
equals "fault 7: no bytes, and all else is as it was: refused" "TD-2104" "$(code)"
equals "fault 7: … what stands" "$before" "$(contents source.registry)"
rm -f "$tonight.gz"
printf 'PK\5\6garbage that is no archive' >"$tonight.gz"
damage "fault 8: a broken archive named .gz" TD-2101
{ printf '\177ELF\2\1\1\0'; head -c 400 /dev/zero; } >"$tonight.gz"
damage "fault 8: neither gz nor text, named .gz" TD-2103
grep -q '内容既不是 gzip 也不是文本' "$work/log" || fails "fault 8: what it is not is not told"
printf '%%PDF-1.7\n%%\304\345\362\345\n1 0 obj\n' | gzip >"$tonight.gz"
damage "fault 8: a PDF in a gz" TD-2103
grep -q 'PDF 文件' "$work/log" || fails "fault 8: what it is is not told"
iconv -f UTF-8 -t GB18030 "$work/new.csv" >"$tonight"
damage "fault 11: GB18030 declared as UTF-8" TD-2102
equals "fault 11: three lines are shown both ways" "3 3" "$(grep -c '^  UTF-8: ' "$work/log") $(grep -c '^  GB18030: [^ ]*[统测]' "$work/log")"
equals "… and no person's name or telephone number" 0 "$(grep -c '张样\|0635-' "$work/log")"
sed -i '/- id: registry/a\    encoding: gb18030' "$work/profile.yaml"
cp "$work/new.csv" "$tonight"
damage "fault 10: UTF-8 declared as GB18030" TD-2102
equals "fault 10: three lines are shown both ways" "3 3" "$(grep -c '^  UTF-8: *[^ ]*[统测]' "$work/log") $(grep -c '^  GB18030: ' "$work/log")"
sed -i '/    encoding: gb18030/d' "$work/profile.yaml"
sed '1s/企业名称/单位/' "$work/new.csv" >"$tonight"
damage "another header" TD-2103

# fault 12: a file of two encodings is rejected by row, and over the limit nothing of it stays
{ head -n 200 "$work/new.csv"; tail -n +201 "$work/new.csv" | iconv -f UTF-8 -t GB18030; } >"$tonight"
damage "fault 12: two encodings, over the limit" TD-2105
{ head -n 281 "$work/new.csv"; tail -n +282 "$work/new.csv" | iconv -f UTF-8 -t GB18030; } >"$tonight"
loads 0
equals "fault 12: two encodings, within the limit, and no firm is gone for it" "done 290 0 0 280 10 10 0" "$(counts registry)"
equals "fault 12: each has its reason" "bad_encoding 10" "$(ask "SELECT reason, count(*) FROM reject.row WHERE batch = (SELECT max(batch) FROM meta.batch WHERE delivery = 'registry') GROUP BY 1" | tr '|' ' ')"

# several members are one file
{ head -100 "$work/new.csv" | gzip; tail -n +101 "$work/new.csv" | gzip; } >"$tonight.gz"
rm "$tonight"
loads 0
equals "fault 4: two members are one file" "done 290 0 0 290 0 0 0" "$(counts registry)"

# fault 5: the same rubbish, where the profile lets it pass
rm "$tonight.gz"
{ gzip -c "$work/new.csv"; echo rubbish; } >"$work/in/registry_20260603.csv.gz"
sed -i '/- id: registry/a\    allow_tail: true' "$work/profile.yaml"
loads 0
equals "fault 5: rubbish behind the gz, allowed: loaded, and counted" "done 290 0 0 290 0 0 0 8" \
    "$(counts registry) $(ask "SELECT notes ->> 'bytes_behind_gz' FROM meta.batch WHERE delivery = 'registry' ORDER BY batch DESC LIMIT 1")"
grep -q '压缩内容之后还有 8 字节' "$work/log" || fails "fault 5: rubbish that is allowed is told"
loads 0
equals "fault 5: known again" "same" "$(counts registry | cut -d' ' -f1)"
sed -i '/    allow_tail: true/d' "$work/profile.yaml"
rm "$work"/in/registry_20260603*

# fault 9: the file changes while it is loaded. The load has looked at it and waits for a table that somebody holds; what
# changes between two blocks of one reading is fault 9 of unit.gz
before=$(contents source.registry)
waits() { [ "$(ask "SELECT count(*) FROM pg_locks WHERE relation = 'source.registry'::regclass AND granted = $1")" -gt 0 ]; }
meanwhile() { # WHAT COMMAND…: what happens to the file $late in the meantime
    local what=$1 holder reader
    shift
    late=$work/in/registry_20260603.csv
    { cat "$work/new.csv"; registry 20 300 | tail -n +2; } >"$late"
    rm -f "$work/holder"
    mkfifo "$work/holder"
    psql -qXAt <"$work/holder" >/dev/null &
    holder=$!
    exec 8>"$work/holder"
    echo 'BEGIN; LOCK TABLE source.registry IN ACCESS EXCLUSIVE MODE;' >&8
    until waits true; do sleep 0.02; done
    "$TIDU_BIN/tidu-load" --profile "$work/profile.yaml" --inputs "$work/in" --as-of 2026-07-01 >/dev/null 2>"$work/log" 8>&- &
    reader=$!
    until waits false || ! kill -0 $reader 2>/dev/null; do sleep 0.02; done
    "$@"
    echo ROLLBACK >&8
    exec 8>&-
    wait $holder
    wait $reader
    equals "fault 9: $what" "65 TD-2106" "$? $(code)"
    equals "fault 9: $what: nothing of it" "$before" "$(contents source.registry)"
    rm "$late"
}
grow() { registry 20 320 | tail -n +2 >>"$late"; }
replace() { registry 300 >"$late.new" && mv "$late.new" "$late"; }
write_over() { # a byte of it, and neither size nor time tell
    touch -r "$late" "$work/time"
    printf X | dd of="$late" bs=1 seek=5000 conv=notrunc status=none
    touch -r "$work/time" "$late"
}
meanwhile "a file that grows" grow
meanwhile "a file that is replaced" replace
meanwhile "a byte of a file is written over, its size and time as before" write_over

# a file that is not there: the night goes on, what stands stays
rm "$work"/in/finance_*
loads 65
equals "fault 7: missing counts as missing" "failed" "$(counts finance | cut -d' ' -f1)"
grep -q 'TD-2001' "$work/log" || fails "the missing file is not told"
equals "fault 7: … and not as all gone" "0" "$(ask 'SELECT count(*) FROM source.finance WHERE gone IS NOT NULL')"

# fault 30: equal rows are one, of different ones of a key one is loaded and the other kept as a reject
{ registry 290; registry 290 | sed -n '5p'; registry 290 | sed -n '7p' | sed 's/有限公司/集团公司/'; } >"$work/in/registry_20260604.csv"
loads 65
equals "fault 30: the same row twice is one" 1 "$(ask "SELECT notes->>'duplicate_same' FROM meta.batch WHERE delivery = 'registry' ORDER BY batch DESC LIMIT 1")"
equals "fault 30: of two different rows one is rejected with its bytes" "duplicate 1" \
    "$(ask "SELECT reason, count(*) FROM reject.row WHERE batch = (SELECT max(batch) FROM meta.batch WHERE delivery = 'registry') GROUP BY 1" | tr '|' ' ')"

# on_failure: stop
sed '/- id: finance/a\    on_failure: stop' "$work/profile.yaml" >"$work/stop.yaml" && mv "$work/stop.yaml" "$work/profile.yaml"
loads 66
ends
