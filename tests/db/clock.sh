#!/usr/bin/env bash
# The business date is the one that was given, whatever the clock and the time zones say: a leap day, days of 23 and 25
# hours, a clock that was stepped back, a run across midnight. (What is in force on 29 February: db.features_facts, unit.judge.)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
. "$here/../support/check.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"; stop_pg' EXIT
"$TIDU_BIN/tidu-city" --out "$work/in" --firms 2000 --as-of 2028-02-29 >/dev/null
profile=$TIDU_SOURCE/profiles/demo.yaml
set +e
night() { # as-of date, folder; prints the exit code
    "$TIDU_BIN/tidu" run --profile "$profile" --inputs "$work/in" --as-of "$1" --out "$work/$2" --lang en >"$work/said" 2>&1
    echo $?
}
lists() { (cd "$work/$1/$2" && sha256sum -- *); }
as_of() { sql -c "SELECT string_agg(DISTINCT r.as_of::text, ' ') FROM meta.run r JOIN meta.stage s USING (run)"; }
"$TIDU_BIN/tidu" run --profile "$profile" --inputs "$work/in" --out "$work/none" --lang en >"$work/said" 2>&1
check "fault 35: without a date there is no night, and none is guessed from the clock" 64 $?

# In each zone a city without a past: 29 February, then a day of 23 hours and one of 25 in New York.
for zone in Asia/Shanghai America/New_York; do
    fresh_db
    for day in 2028-02-29 2028-03-12 2028-11-05; do
        TZ=$zone PGTZ=$zone check "a night of $day in $zone" 0 "$(TZ=$zone PGTZ=$zone night $day "${zone##*/}")"
    done
    check "fault 35: the ledger has the dates that were given, in $zone" "2028-02-29 2028-03-12 2028-11-05" "$(as_of)"
done
check "fault 35: the lists of the leap day are the same in either" "$(lists Shanghai 2028-02-29)" "$(lists New_York 2028-02-29)"
check "fault 35: of the day of 23 hours too" "$(lists Shanghai 2028-03-12)" "$(lists New_York 2028-03-12)"
check "fault 35: of the day of 25 hours too" "$(lists Shanghai 2028-11-05)" "$(lists New_York 2028-11-05)"

# The clock is stepped back between two nights: those of before were, by the clock, tomorrow.
fresh_db
check "two nights" "0 0" "$(night 2028-02-29 back) $(night 2028-03-12 back)"
sql -c "UPDATE meta.run SET started = started + interval '26 hours', ended = ended + interval '26 hours'" \
    -c "UPDATE meta.stage SET started = started + interval '26 hours', ended = ended + interval '26 hours'" \
    -c "UPDATE meta.batch SET started = started + interval '26 hours', ended = ended + interval '26 hours'" \
    -c "UPDATE pool.issue SET published = published + interval '26 hours'"
check "fault 35: a clock that was stepped back: the night goes on" 0 "$(night 2028-11-05 back)"
check "fault 35: … to the same lists" "$(lists Shanghai 2028-11-05)" "$(lists back 2028-11-05)"
check "fault 35: … and readers have the last run's" "2028-11-05" "$(sql -c "SELECT r.as_of FROM meta.published JOIN meta.run AS r USING (run)")"
check "fault 35: … so does status" t "$("$TIDU_BIN/tidu" status --lang zh | head -n 2 | grep -c 2028-11-05 | grep -qx 2 && echo t)"

# The run began before midnight, its last stage comes behind it.
sql -c "UPDATE meta.run SET started = started - interval '1 day' WHERE run = (SELECT max(run) FROM meta.run)" \
    -c "UPDATE meta.stage SET started = started - interval '1 day', ended = ended - interval '1 day' WHERE run = (SELECT max(run) FROM meta.run)"
check "fault 35: a stage behind midnight goes on with the night's date" 0 \
    "$("$TIDU_BIN/tidu" publish --profile "$profile" --inputs "$work/in" --as-of 2028-11-05 --out "$work/back" >/dev/null 2>&1; echo $?)"
check "fault 35: … and writes the same" "$(lists Shanghai 2028-11-05)" "$(lists back 2028-11-05)"
finish
