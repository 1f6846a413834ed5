# shellcheck shell=bash
# Servers for one run of tests: they end with this script, however it ends.

# start_test_servers DIR OPTIONS...: sets EPUPNS_TEST_SERVERS. They run under the clock of clocks.sh, if one is set.
start_test_servers() {
    local directory=$1 said
    shift
    # Without what servers of the caller's own know these tests by, see deploy/stack/src/places.rs.
    mkdir -p "$directory"
    find "$directory" -mindepth 1 -maxdepth 1 ! -name secrets ! -name callers-nats -exec rm -rf {} +
    # The launcher ends when its standard input does; the descriptor below is closed by the kernel when this script ends.
    coproc TEST_SERVERS { exec "${UNDER_CLOCK[@]}" "${CARGO_TARGET_DIR:-target}/debug/stack" servers --dir "$directory" "$@"; }
    IFS= read -r said <&"${TEST_SERVERS[0]}" ||
        die "the servers for the tests did not start" "read the message above; logs are in $directory/logs"
    export EPUPNS_TEST_SERVERS=$said
}

# stop_test_servers: and waits until they are gone.
stop_test_servers() {
    local pid=${TEST_SERVERS_PID:-}
    [ -n "$pid" ] || return 0
    kill -TERM "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    unset EPUPNS_TEST_SERVERS
}

# server_value NAME: one value of servers.json.
server_value() {
    python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$EPUPNS_TEST_SERVERS" "$1"
}
