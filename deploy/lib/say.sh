# shellcheck shell=bash
# How the commands of deploy/ talk: what is done, what is wrong, and what to do about it.

say() { printf '%s\n' "$*"; }

# die WHAT REMEDY: both sentences, then the end.
die() {
    printf '\n%s: %s\nremedy: %s\n' "$(basename "$0")" "$1" "$2" >&2
    exit 1
}

# agreed WHAT: asks before something is fetched or installed. Yes without asking for -y, in CI, and where nobody can answer.
agreed() {
    if [ "${ASSUME_YES:-}" = true ] || [ "${CI:-}" = true ] || [ ! -t 0 ]; then
        say "$1"
        return 0
    fi
    local answer
    read -r -p "$1 Go on? [Y/n] " answer
    case "$answer" in '' | [yYjJ]*) return 0 ;; *) return 1 ;; esac
}

# apt_install PACKAGE...: as root; otherwise ends with the line to type.
apt_install() {
    [ "$(id -u)" = 0 ] || die "the Debian packages $* are missing" "sudo apt-get install $*"
    agreed "Installing Debian packages: $*." || die "not without $*" "apt-get install $*"
    export DEBIAN_FRONTEND=noninteractive
    if ! apt-get install -y --no-install-recommends "$@"; then
        apt-get update || die "apt-get update failed" "check the network and /etc/apt/sources.list"
        apt-get install -y --no-install-recommends "$@" ||
            die "apt-get could not install $*" "install them by hand, then start again"
    fi
}

# deb_tool COMMAND PACKAGE: takes one program out of a Debian package into .local/tools, without installing the package: its
# server would start.
deb_tool() {
    local command=$1 package=$2 home=.local/tools/$2
    [ -x "$home/usr/bin/$command" ] && return 0
    have dpkg-deb || die "$command of the Debian package $package is missing" "put it on .local/tools/bin by hand"
    agreed "Fetching Debian's $package into $home." || die "not without $command" "apt-get download $package"
    rm -rf "$home" && mkdir -p "$home" .local/tools/bin
    (cd "$home" && { apt-get download "$package" || { apt-get update && apt-get download "$package"; }; } && dpkg-deb -x ./*.deb . && rm ./*.deb) ||
        die "$package could not be fetched" "check the network and /etc/apt/sources.list, then start again"
    ln -sfn "../$package/usr/bin/$command" ".local/tools/bin/$command"
}

# have COMMAND
have() { command -v "$1" >/dev/null 2>&1; }
