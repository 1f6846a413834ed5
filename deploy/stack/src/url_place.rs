//! What may be shown of a URL that holds a password.

/// `host:port` of a URL.
pub(crate) fn place(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    authority.rsplit('@').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_where_and_not_who_or_what() {
        assert_eq!(place("postgres://root:hush@db:5432/x?sslmode=require"), "db:5432");
        assert_eq!(place("redis://:hush@cache:6379/2"), "cache:6379");
        assert_eq!(place("nats://n:4222"), "n:4222");
    }
}
