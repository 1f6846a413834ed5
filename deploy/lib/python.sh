# shellcheck shell=bash
# Programs that come as wheels of the Python index: pinned, below .local/, without touching the system's Python.

# pip_install DIRECTORY ARGUMENTS...: installs into a directory of its own. That needs no virtual environment, and Debian's
# "externally managed" rule (PEP 668) does not concern it. A bare Debian has Python without pip: then pip comes from a
# virtual environment (ensurepip), or with apt.
pip_install() {
    local directory=$1 python
    shift
    have python3 || die "Python 3 is missing" "apt-get install python3"
    if python3 -m pip --version >/dev/null 2>&1; then
        python=python3
    else
        python=.local/pip/bin/python
        if ! "$python" -m pip --version >/dev/null 2>&1; then
            rm -rf .local/pip
            if ! python3 -m venv .local/pip >/dev/null 2>&1; then
                apt_install python3-pip
                python=python3
            fi
        fi
    fi
    "$python" -m pip install --quiet --disable-pip-version-check --no-input --root-user-action=ignore \
        --no-deps --only-binary=:all: --target "$directory" "$@"
}

# wheel_tool COMMAND PACKAGE==VERSION: makes COMMAND available in .local/tools/bin.
wheel_tool() {
    local command=$1 package=$2 home=.local/tools/$2
    [ -x "$home/bin/$command" ] && return 0
    agreed "Fetching $package into .local/tools." || die "not without $command" "pip install $package"
    # A directory each: pip empties a shared bin/ when it installs the next one.
    rm -rf "$home" && mkdir -p .local/tools/bin
    pip_install "$home" "$package" ||
        die "$package could not be fetched" "check the network and the Python index (PIP_INDEX_URL), then start again"
    ln -sfn "../$package/bin/$command" ".local/tools/bin/$command"
}

# wheel_tools NAME FILE: installs what FILE lists, all of it pinned, into .local/tools/NAME (on PYTHONPATH).
wheel_tools() {
    local home=.local/tools/$1 list=$2
    cmp -s "$list" "$home/list.txt" && return 0
    agreed "Fetching what $list names into $home." || die "not without it" "pip install -r $list"
    rm -rf "$home"
    pip_install "$home" -r "$list" ||
        die "$list could not be fetched" "check the network and the Python index (PIP_INDEX_URL), then start again"
    cp "$list" "$home/list.txt"
}
