#!/usr/bin/env bash
# A night costs what changed: same files, one row changed, added, removed, come back.
source "$TIDU_SOURCE/tests/support/load_lib.sh" || exit 1

profile
registry 200 >"$work/in/registry_20260601.csv"
finance 2025 200 | gzip >"$work/in/finance_20260601.csv.gz"
staff 2025 200 30 >"$work/in/staff_20260601.csv"

loads 0
equals "first night" "done 200 200 0 0 0 0 0" "$(counts registry)"
equals "first night, gz" "done 200 200 0 0 0 0 0" "$(counts finance)"
equals "every firm is concerned" "*" "$(ask 'SELECT uscc FROM feature.touched')"
equals "money in 分" "1050" "$(ask "SELECT revenue / 100 FROM source.finance ORDER BY uscc LIMIT 1" | sed 's/^105000$/1050/')"
equals "the key is back" "1" "$(ask "SELECT count(*) FROM pg_constraint WHERE conname = 'registry_key'")"
digest=$(ask "SELECT inputs_hash FROM meta.stage WHERE stage = 'load' ORDER BY run DESC LIMIT 1")

# the same files under a later date, then the very same night again
cp "$work/in/registry_20260601.csv" "$work/in/registry_20260602.csv"
before=$(contents source.registry)
loads 0
equals "same files" "same 0 0 0 0 0 0 0" "$(counts registry)"
equals "the stage says so" "same" "$(ask "SELECT status FROM meta.stage WHERE stage = 'load' ORDER BY run DESC LIMIT 1")"
equals "same digest" "$digest" "$(ask "SELECT inputs_hash FROM meta.stage WHERE stage = 'load' ORDER BY run DESC LIMIT 1")"
equals "same contents" "$before" "$(contents source.registry)"

# one renamed, one gone, one new; a legal representative changes too
ask "DELETE FROM feature.touched" >/dev/null
changed=$(codes 1 7) gone=$(codes 1 9) new=$(codes 1 900) person=$(codes 1 11)
{
    grep -v "$gone" "$work/in/registry_20260601.csv" |
        sed -e "/$changed/s/有限公司/股份有限公司/" -e "/$person/s/张样011/李样新/"
    printf '%s,新设企业有限公司,存续,2026-01-05,371502,,\n' "$new"
} >"$work/in/registry_20260603.csv"
loads 0
equals "three kinds of change" "done 200 1 2 197 1 0 0" "$(counts registry)"
equals "marked, not deleted" "$gone" "$(ask 'SELECT uscc FROM source.registry WHERE gone IS NOT NULL')"
equals "renamed" "测试企业00007股份有限公司" "$(ask "SELECT name FROM source.registry WHERE uscc = '$changed'")"
equals "person replaced" "李样新" "$(ask "SELECT legal_rep FROM personal.registry WHERE uscc = '$person'")"
equals "who is concerned" "$(printf '%s\n' "$changed" "$gone" "$new" "$person" | sort)" \
    "$(ask 'SELECT uscc FROM feature.touched ORDER BY 1')"
equals "… by the registry alone" "1" "$(ask 'SELECT DISTINCT datasets FROM feature.touched')"
equals "nobody's name outside personal" "0" "$(ask "SELECT count(*) FROM source.registry AS r WHERE to_jsonb(r)::text ~ '李样|张样|0635'")"
equals "no person without data" "0" "$(ask "SELECT count(*) FROM personal.registry WHERE uscc = '$new'")"
other=$(ask "SELECT inputs_hash FROM meta.stage WHERE stage = 'load' ORDER BY run DESC LIMIT 1")
[ "$other" != "$digest" ] || fails "the digest must change with the data"

# the one that had gone comes back
{
    cat "$work/in/registry_20260603.csv"
    grep "$gone" "$work/in/registry_20260601.csv"
} >"$work/in/registry_20260604.csv"
loads 0
equals "come back" "done 201 0 1 200 0 0 0" "$(counts registry)"
equals "stands again" "0" "$(ask 'SELECT count(*) FROM source.registry WHERE gone IS NOT NULL')"

# a row that cannot be read tonight is rejected, and what stands of it stays
sed "/$changed/s/2015-[0-9-]*/2015-02-30/" "$work/in/registry_20260604.csv" >"$work/in/registry_20260605.csv"
loads 0
equals "rejected, not gone" "done 201 0 0 200 0 1 0" "$(counts registry)"
equals "its reason" "bad_date|成立日期|registry_20260605.csv|$changed" \
    "$(ask 'SELECT reason, column_name, file, uscc FROM reject.row')"
equals "its bytes" "$(grep "$changed" "$work/in/registry_20260605.csv")" \
    "$(ask "SELECT convert_from(raw, 'UTF8') FROM reject.row")"

# records that cannot even be taken apart: torn, of other columns, with bytes that are none. Their firms are not gone; one whose code is
# no code is, and so is one that the file does not have
torn=$(codes 1 21) short=$(codes 1 22) bytes=$(codes 1 23) lost=$(codes 1 24) spoilt=$(codes 1 25)
LC_ALL=C sed -e "/$torn/s/,存续/\"x,存续/; /$torn/s/371502,/37\"1502,\"/" -e "/$short/s/,371502,/,/" -e "/$bytes/s/存续/\xB4\xE6/" -e "/$lost/d" \
    -e "s/$spoilt/9.1E+17/" "$work/in/registry_20260604.csv" >"$work/in/registry_20260606.csv"
loads 0
equals "not taken apart, not gone" "done 200 0 0 196 2 4 0" "$(counts registry)"
equals "… each with its reason" "bad_encoding 1 column_count 1 excel_notation 1 unclosed_quote 1" \
    "$(ask "SELECT string_agg(reason || ' ' || n, ' ' ORDER BY reason) FROM (SELECT reason, count(*) AS n FROM reject.row WHERE batch = (SELECT max(batch) FROM meta.batch WHERE delivery = 'registry') GROUP BY 1) AS x")"
equals "… who is gone" "$(printf '%s\n' "$lost" "$spoilt" | sort)" "$(ask 'SELECT uscc FROM source.registry WHERE gone IS NOT NULL ORDER BY 1')"
equals "… and how many stand on is told" 3 "$(ask "SELECT notes ->> 'kept_of_rejected' FROM meta.batch WHERE delivery = 'registry' ORDER BY batch DESC LIMIT 1")"
rm "$work/in/registry_20260606.csv"
equals "an older as-of date" "done" "$(as_of=2026-06-01 load; ask "SELECT status FROM meta.batch WHERE delivery = 'registry' ORDER BY batch DESC LIMIT 1")"
equals "contents of that date" "$before" "$(ask "DELETE FROM source.registry WHERE gone IS NOT NULL"; contents source.registry)"
ends
