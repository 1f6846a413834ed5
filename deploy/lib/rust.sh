# shellcheck shell=bash
# Rust: what everything is built with. The version stands once, in Cargo.toml, and no toolchain file pins another.

# rust_wanted: the oldest Rust that builds this.
rust_wanted() { sed -n 's/^rust-version = "\(.*\)"$/\1/p' Cargo.toml; }

# need_rust: says now, and with the remedy, what cargo would say after minutes or in other words.
need_rust() {
    local wanted found
    wanted=$(rust_wanted)
    if ! have cargo || ! have rustc; then
        die "Rust is missing (no cargo and rustc on the PATH)" \
            "install Rust $wanted or newer from https://rustup.rs, then open a new shell"
    fi
    # `rustc 1.95.0 (59807616e 2026-04-14)`, `rustc 1.97.0-nightly (...)`
    found=$(rustc --version | cut -d ' ' -f 2)
    [ "$(printf '%s\n%s\n' "$wanted" "${found%%-*}" | sort -V | head -n 1)" = "$wanted" ] ||
        die "Rust $found is too old: $wanted or newer is needed" \
            "rustup update stable && rustup default stable (Debian's own rustc is older: install rustup from https://rustup.rs)"
}
