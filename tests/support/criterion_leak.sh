#!/usr/bin/env bash
# Runs a program of Criterion under ASan: criterion_leak.sh PROGRAM. Now and then, on a busy machine, Criterion's own process is
# said to have lost 48 bytes that nobody but libcriterion allocated; such a report, and no other, is not the program's.
set -u
out=$(mktemp)
trap 'rm -f "$out"' EXIT
"$1" >"$out" 2>&1
status=$?
# A leak is Criterion's when all of its frames below the allocator's are libcriterion's; any other report stays.
if awk '
    /ERROR: / && !/LeakSanitizer: detected memory leaks/ { other = 1 }
    /runtime error:/ { other = 1 }
    /leak of [0-9]+ byte/ { leaks++; frames = 0 }
    /^ *#[0-9]+ / && leaks { if ($2 == "0x0") next; if (!/__interceptor_/ && !/libcriterion\.so/) other = 1; else if (/libcriterion\.so/) own[leaks] = 1 }
    /^\[====\] Synthesis: / && / Failing: 0 \| Crashing: 0 / { passed = 1 }
    END { for (i = 1; i <= leaks; i++) if (!own[i]) other = 1; exit !(leaks > 0 && passed && !other) }' "$out"; then
    grep '^\[====\]' "$out"
    echo "passed over: a leak within libcriterion"
    exit 0
fi
cat "$out"
exit $status
