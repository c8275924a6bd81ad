//! Keeps the crawler out of the machine and the network it runs in.
//!
//! A name is judged by the addresses it resolves to, in the resolver that the connection itself
//! uses, so that a second look-up cannot answer otherwise; an address in figures never reaches a
//! resolver and is judged before each request. Redirects, robots.txt and sitemaps take the same way.

use std::error::Error;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::OnceLock;

use ipnet::{IpNet, Ipv4Net};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

/// Ranges that no public page lives in.
const INNER: &[&str] = &[
    "0.0.0.0/8",        // this network
    "10.0.0.0/8",       // private
    "100.64.0.0/10",    // carrier-grade NAT, metadata of one cloud at 100.100.100.200
    "127.0.0.0/8",      // loopback
    "169.254.0.0/16",   // link-local, metadata at 169.254.169.254
    "172.16.0.0/12",    // private
    "192.0.0.0/24",     // protocol assignments, metadata of one cloud at 192.0.0.192
    "192.0.2.0/24",     // documentation
    "192.88.99.0/24",   // former 6to4 relays
    "192.168.0.0/16",   // private
    "198.18.0.0/15",    // benchmarking
    "198.51.100.0/24",  // documentation
    "203.0.113.0/24",   // documentation
    "224.0.0.0/4",      // multicast
    "240.0.0.0/4",      // reserved, broadcast
    "168.63.129.16/32", // platform service of one cloud
    "::/128",           // unspecified
    "::1/128",          // loopback
    "64:ff9b:1::/48",   // local translation
    "100::/64",         // discard
    "2001:db8::/32",    // documentation
    "2001::/23",        // protocol assignments, Teredo among them
    "3fff::/20",        // documentation
    "5f00::/16",        // segment routing
    "fc00::/7",         // unique local, metadata at fd00:ec2::254
    "fe80::/10",        // link-local
    "fec0::/10",        // site-local
    "ff00::/8",         // multicast
];

fn inner() -> &'static [IpNet] {
    static NETS: OnceLock<Vec<IpNet>> = OnceLock::new();
    NETS.get_or_init(|| INNER.iter().map(|net| net.parse().expect("compiled in, and a test reads it")).collect())
}

/// Whether an address may be spoken to: public, and not a public form of an inner one.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(_) => !inner().iter().any(|net| net.contains(&address)),
        IpAddr::V6(v6) => {
            !inner().iter().any(|net| net.contains(&address))
                && embedded_v4(v6).is_none_or(|v4| is_public(IpAddr::V4(v4)))
        }
    }
}

/// The IPv4 address that an IPv6 address stands for: mapped, compatible, translated (64:ff9b) or 6to4.
fn embedded_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let parts = address.segments();
    let last = Ipv4Addr::from((u32::from(parts[6]) << 16) | u32::from(parts[7]));
    match parts {
        [0, 0, 0, 0, 0, 0xffff, ..] | [0, 0, 0, 0, 0xffff, 0, ..] | [0, 0, 0, 0, 0, 0, ..] => Some(last),
        [0x64, 0xff9b, 0, 0, 0, 0, ..] => Some(last),
        [0x2002, high, low, ..] => Some(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low))),
        _ => None,
    }
}

/// Whether the address is this machine or a private network by its very form: only there may
/// `--allow-private` crawl faster than a second a request.
pub fn is_private_by_name(url: &Url) -> bool {
    let private = |v4: Ipv4Addr| v4.is_loopback() || v4.is_private() || Ipv4Net::from(v4).network().is_link_local();
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(v4)) => private(v4),
        Some(Host::Ipv6(v6)) => v6.is_loopback() || v6.is_unique_local(),
        None => false,
    }
}

/// Refuses an address in figures that is not public; names pass, they are judged when resolved.
pub fn check_literal(url: &Url, allow_private: bool) -> Result<(), Refused> {
    let literal = match url.host() {
        Some(Host::Ipv4(v4)) => IpAddr::V4(v4),
        Some(Host::Ipv6(v6)) => IpAddr::V6(v6),
        Some(Host::Domain(_)) | None => return Ok(()),
    };
    if allow_private || is_public(literal) { Ok(()) } else { Err(Refused { host: literal.to_string() }) }
}

/// A host that lies inside.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{host} is an address of this machine or of a private network")]
pub struct Refused {
    /// The host as it was written.
    pub host: String,
}

/// The resolver of every connection: the system's answers, without the inner addresses.
#[derive(Debug, Clone, Copy)]
pub struct GuardedResolver {
    /// Lets inner addresses pass, for tests.
    pub allow_private: bool,
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let allow_private = self.allow_private;
        let host = name.as_str().to_owned();
        Box::pin(async move {
            let found = tokio::net::lookup_host((host.as_str(), 0)).await?;
            let allowed: Vec<SocketAddr> = found.filter(|addr| allow_private || is_public(addr.ip())).collect();
            if allowed.is_empty() {
                return Err(Box::new(Refused { host }) as Box<dyn Error + Send + Sync>);
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

/// Whether an error of a request goes back to [`Refused`].
pub fn is_refusal(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error.is::<Refused>() {
            return true;
        }
        cause = error.source();
    }
    false
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn inner_addresses_are_refused() {
        for inner in [
            "http://127.0.0.1/",
            "http://127.9.9.9:8080/",
            "http://0.0.0.0/",
            "http://0/",
            "http://10.1.2.3/",
            "http://172.31.0.1/",
            "http://192.168.1.1/",
            "http://169.254.169.254/latest/meta-data/",
            "http://100.64.0.1/",
            "http://100.100.100.200/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://0177.0.0.1/",
            "http://224.0.0.1/",
            "http://255.255.255.255/",
            "http://[::1]/",
            "http://[::]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:a9fe:a9fe]/",
            "http://[::127.0.0.1]/",
            "http://[64:ff9b::7f00:1]/",
            "http://[2002:7f00:1::]/",
            "http://[fd00:ec2::254]/",
            "http://[fe80::1]/",
            "http://[ff02::1]/",
        ] {
            let url = Url::parse(inner).unwrap();
            assert!(check_literal(&url, false).is_err(), "{inner}");
            assert!(check_literal(&url, true).is_ok(), "{inner}");
        }
    }

    #[test]
    fn public_addresses_pass() {
        for public in [
            "http://1.1.1.1/",
            "http://100.63.255.255/",
            "http://100.128.0.1/",
            "http://172.32.0.1/",
            "http://[2606:4700::1111]/",
            "http://[64:ff9b::101:101]/",
            "http://example.com/",
        ] {
            assert!(check_literal(&Url::parse(public).unwrap(), false).is_ok(), "{public}");
        }
    }

    #[tokio::test]
    async fn a_name_is_judged_by_its_addresses() {
        let refusing = GuardedResolver { allow_private: false };
        let error = refusing.resolve("localhost".parse().unwrap()).await.err().unwrap();
        assert!(is_refusal(error.as_ref()), "{error}");
        let allowing = GuardedResolver { allow_private: true };
        assert!(allowing.resolve("localhost".parse().unwrap()).await.is_ok());
    }
}
