#!/usr/bin/env bash
# The layers of the architecture hold, and every header compiles alone; the check itself sees a breach.
set -eu
"$TIDU_SOURCE/scripts/check-includes"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/scripts"
cp "$TIDU_SOURCE/scripts/check-includes" "$work/scripts/"
cp -r "$TIDU_SOURCE/include" "$TIDU_SOURCE/pipeline" "$work/"
printf '%s\n' '#include "tidu/db.h"' >>"$work/pipeline/model/rules.c"
printf '%s\n' '#include <isa-l/crc.h>' >>"$work/pipeline/base/text.c"
printf '%s\n' 'struct td_buf leans_on(struct td_rows rows);' >>"$work/include/tidu/fault.h"
if "$work/scripts/check-includes" >"$work/said"; then
    echo "three breaches, none seen"
    exit 1
fi
for word in 'model must not include "tidu/db.h"' '<isa-l/crc.h> belongs to io' 'fault.h: does not compile alone'; do
    grep -qF -- "$word" "$work/said" || {
        echo "not seen: $word"
        cat "$work/said"
        exit 1
    }
done
