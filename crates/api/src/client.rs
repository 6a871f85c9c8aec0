//! Who is at the other end of the connection.

use std::net::{IpAddr, Ipv4Addr};

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;

use crate::problem::Problem;

/// The client's address: for limits, never for logs nor for the store in full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientIp(pub IpAddr);

impl ClientIp {
    /// The address as far as one client is one, for counting: whoever has one address of an IPv6 /64 has them all.
    pub fn place(self) -> String {
        match self.0.to_canonical() {
            IpAddr::V4(it) => it.to_string(),
            IpAddr::V6(it) => {
                let [a, b, c, d, ..] = it.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        }
    }

    /// The address cut to a network, for storing: /24 or /48 (data minimisation).
    pub fn network(self) -> String {
        match self.0 {
            IpAddr::V4(it) => {
                let [a, b, c, _] = it.octets();
                format!("{a}.{b}.{c}.0/24")
            }
            IpAddr::V6(it) => {
                let [a, b, c, ..] = it.segments();
                format!("{a:x}:{b:x}:{c:x}::/48")
            }
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for ClientIp {
    type Rejection = Problem;

    /// Put there by [`crate::http::stack`]; without it (a test) it is the loopback.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Ok(parts.extensions.get().copied().unwrap_or(Self(IpAddr::V4(Ipv4Addr::LOCALHOST))))
    }
}

/// The address of the peer that connected, put there by [`crate::serve`].
#[derive(Debug, Clone, Copy)]
pub struct PeerIp(pub IpAddr);

/// The client behind `proxies` proxies of ours: each adds the address it saw at the end of `X-Forwarded-For`.
///
/// What stands before those was written by the client and proves nothing.
pub fn client_ip(peer: IpAddr, headers: &HeaderMap, proxies: u8) -> ClientIp {
    if proxies == 0 {
        return ClientIp(peer);
    }
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|it| it.to_str().ok());
    let seen: Vec<&str> = lines.flat_map(|it| it.split(',')).map(str::trim).collect();
    let place = seen.len().checked_sub(usize::from(proxies));
    let address = place.and_then(|it| seen.get(it)).and_then(|it| it.parse().ok());
    ClientIp(address.unwrap_or(peer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_our_proxies_wrote_is_believed() {
        let peer: IpAddr = "10.0.0.1".parse().unwrap();
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "6.6.6.6, 192.0.2.7".parse().unwrap());
        for (proxies, expected) in [(0, "10.0.0.1"), (1, "192.0.2.7"), (2, "6.6.6.6"), (3, "10.0.0.1")] {
            assert_eq!(client_ip(peer, &headers, proxies).0.to_string(), expected, "{proxies}");
        }
        for (address, place) in [
            ("192.0.2.77", "192.0.2.77"),
            ("::ffff:192.0.2.77", "192.0.2.77"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
            ("2001:db8:1:3::9", "2001:db8:1:3::/64"),
        ] {
            assert_eq!(ClientIp(address.parse().unwrap()).place(), place);
        }
        assert_eq!(ClientIp("192.0.2.77".parse().unwrap()).network(), "192.0.2.0/24");
        assert_eq!(ClientIp("2001:db8:1:2::3".parse().unwrap()).network(), "2001:db8:1::/48");
    }
}
