# Sourced by tests in shell: named checks that go on after a failure; `finish` ends the script.
failures=0
check() { # what, wanted, got
    if [ "$2" = "$3" ]; then
        echo "ok    $1"
    else
        failures=$((failures + 1))
        printf 'WRONG %s\n  wanted: %s\n  got:    %s\n' "$1" "$2" "$3"
    fi
}
check_has() { # what, part, text
    case $3 in
    *"$2"*) echo "ok    $1" ;;
    *)
        failures=$((failures + 1))
        printf 'WRONG %s\n  wanted a text with: %s\n  got: %s\n' "$1" "$2" "$3"
        ;;
    esac
}
finish() {
    [ "$failures" = 0 ] || {
        echo "$failures checks failed"
        exit 1
    }
}
