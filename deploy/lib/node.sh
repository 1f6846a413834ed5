# shellcheck shell=bash
# Programs that come from the npm registry: named by a lock file with hashes, below .local/, without install scripts.

need_node() {
    local missing=()
    have node || missing+=(nodejs)
    have npm || missing+=(npm)
    [ "${#missing[@]}" = 0 ] || apt_install "${missing[@]}"
}

# node_tools DIRECTORY: installs what DIRECTORY/package-lock.json names; the commands are in .local/node/NAME/node_modules/.bin.
node_tools() {
    local from=$1 home
    home=.local/node/$(basename "$from")
    # The stamp is a copy of the lock: another lock is another set.
    cmp -s "$from/package-lock.json" "$home/pinned" && return 0
    need_node
    agreed "Fetching what $from/package-lock.json names into $home." || die "not without it" "npm ci in $from"
    rm -rf "$home" && mkdir -p "$home"
    cp "$from/package.json" "$from/package-lock.json" "$home/"
    (cd "$home" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) ||
        die "npm could not fetch it" "check the network and the npm registry (npm config get registry), then start again"
    cp "$from/package-lock.json" "$home/pinned"
}
