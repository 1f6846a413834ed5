# shellcheck shell=bash
# Other clocks: a small library, loaded before a program, moves what that program is told of the time.
#
# Everything gets the same distance from the machine's clock, so that tests and servers agree, and time goes on. NATS reads the
# kernel's clock without the C library and stays on the machine's: it keeps messages and looks at no date in them.
# Not libfaketime: under it PostgreSQL's lock_timeout never comes, rustc hangs, and PostgreSQL does not start as another account.

# clocks: where calendars turn, what runs then, and why. WIB is seven hours ahead of UTC: what is a day for people is not the day
# of the servers. With servers it takes five times as long: on the day that is unlike all others.
clocks() {
    cat <<'END'
2027-02-01 00:10:00 +0700|alone|the 1st, in UTC still the month before
2027-03-09 08:00:00 +0700|alone|the 9th: a day of one digit
2028-02-29 12:00:00 +0700|servers|29 February
2027-06-30 23:00:00 +0700|alone|an hour before midnight in WIB, at the end of a month
2029-12-31 23:59:50 +0700|alone|New Year in WIB, while the tests run
2029-12-31 23:59:50 +0000|alone|New Year in UTC, while the tests run
2031-05-09 08:00:00 +0700|alone|some years on
END
}

# How to run something under the chosen clock; nothing under the machine's.
UNDER_CLOCK=()

# need_moved_clock: compiles the library. Everything here is linked by cc: it is there.
need_moved_clock() {
    mkdir -p .local/clocks
    cc -O2 -Wall -Wextra -shared -fPIC -o .local/clocks/moved_clock.so deploy/lib/moved_clock.c ||
        die "deploy/lib/moved_clock.c does not compile" "apt-get install gcc libc6-dev"
}

# set_clock INSTANT: what is run with UNDER_CLOCK begins then. Servers of the caller's own have a clock of their own.
set_clock() {
    UNDER_CLOCK=(env -u EPUPNS_POSTGRES_URL -u EPUPNS_NATS_URL -u EPUPNS_NATS_MONITOR_URL -u EPUPNS_REDIS_URL
        "LD_PRELOAD=$PWD/.local/clocks/moved_clock.so" "MOVED_CLOCK=$(($(date -d "$1" +%s) - $(date +%s)))")
    # A clock that is not moved would prove nothing.
    local off=$(($("${UNDER_CLOCK[@]}" date +%s) - $(date -d "$1" +%s)))
    [ "${off#-}" -lt 60 ] ||
        die "the clock of date(1) was not moved" "is it linked statically? read deploy/lib/clocks.sh"
}

# runner: makes cargo and nextest start each test under the clock.
runner() {
    local words
    words=$(printf ", '%s'" "${UNDER_CLOCK[@]}")
    printf "target.'cfg(unix)'.runner = [%s]" "${words:2}"
}

# modules_about_time CRATE...: those modules of the crates' tests that name dates, or reckon with hours and days; `*_plans` fill
# tables for PostgreSQL's planner, which knows no days.
modules_about_time() {
    local crate file name tests found
    for crate in "$@"; do
        # An owner's tests live inside its crate.
        tests="services/$crate/src/tests"
        [ -d "$tests" ] || tests="services/$crate/tests"
        found=false
        while IFS= read -r file; do
            name=$(basename "$file" .rs)
            case $name in harness | fixtures | *_plans) ;; *) found=true && say "$crate $name" ;; esac
        done < <(grep -rlE 'Duration::(days|hours)|24 \* 3600|\bturn\([0-9]+\)|date(time)?!\(|_date\b|interval .[0-9]' "$tests" --include='*.rs')
        [ $found = true ] || die "no test of $crate has to do with time" "did they move? read deploy/lib/clocks.sh"
    done
}
