//! Who is at the other end: the address that budgets and throttles are kept for.

use std::net::{IpAddr, Ipv6Addr};

use axum::http::HeaderMap;
use ipnet::IpNet;

const FORWARDED: &str = "x-forwarded-for";

/// A client, as one network: an IPv4 address, or the /64 that one IPv6 line has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client(IpAddr);

impl Client {
    /// The client behind a socket, or behind the proxies that `trusted` names: the last address that none of them has.
    /// What an unknown peer says of others is not believed.
    #[must_use]
    pub fn find(socket: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> Self {
        let is_trusted = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
        let mut nearest = socket.to_canonical();
        let values: Vec<&str> = headers.get_all(FORWARDED).iter().filter_map(|value| value.to_str().ok()).collect();
        for hop in values.iter().rev().flat_map(|value| value.rsplit(',')) {
            if !is_trusted(&nearest) {
                break;
            }
            // A trusted proxy that writes nonsense is as far as can be seen.
            let Ok(address) = hop.trim().parse::<IpAddr>() else { break };
            nearest = address.to_canonical();
        }
        Self(match nearest {
            IpAddr::V4(_) => nearest,
            IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        })
    }

    /// Names the client in budgets and throttles.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(socket: &str, forwarded: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED, value.parse().unwrap());
        }
        Client::find(socket.parse().unwrap(), &headers, &["10.0.0.0/8".parse().unwrap()]).key()
    }

    #[test]
    fn an_unknown_peer_speaks_for_itself_only() {
        assert_eq!(find("203.0.113.7", &["198.51.100.1"]), "203.0.113.7");
    }

    #[test]
    fn behind_trusted_proxies_the_client_is_the_last_address_that_is_not_theirs() {
        assert_eq!(find("10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(find("10.0.0.1", &["1.2.3.4, 198.51.100.1, 10.0.0.2"]), "198.51.100.1");
        assert_eq!(find("10.0.0.1", &["1.2.3.4", "198.51.100.1"]), "198.51.100.1");
    }

    #[test]
    fn a_proxy_that_names_nobody_is_the_client() {
        assert_eq!(find("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(find("10.0.0.1", &["198.51.100.1, nobody"]), "10.0.0.1");
    }

    #[test]
    fn one_ipv6_line_is_one_client() {
        assert_eq!(find("2001:db8:1:2:3:4:5:6", &[]), "2001:db8:1:2::");
        assert_eq!(find("2001:db8:1:2:ffff::1", &[]), "2001:db8:1:2::");
        assert_eq!(find("::ffff:203.0.113.7", &[]), "203.0.113.7");
    }
}
