//! Determines from where the links of a page can be opened.

use std::net::IpAddr;

/// Returns the place where links to `host` work, or `None` if they work everywhere.
pub fn reach(host: &str) -> Option<&'static str> {
    const THIS_MACHINE: &str = "on this machine";
    const THIS_NETWORK: &str = "in this network";
    match host.trim_matches(['[', ']']).parse() {
        Ok(IpAddr::V4(address)) if address.is_loopback() => Some(THIS_MACHINE),
        Ok(IpAddr::V6(address)) if address.is_loopback() => Some(THIS_MACHINE),
        Ok(IpAddr::V4(address)) => (address.is_private() || address.is_link_local()).then_some(THIS_NETWORK),
        Ok(IpAddr::V6(address)) => {
            (address.is_unique_local() || address.is_unicast_link_local()).then_some(THIS_NETWORK)
        }
        Err(_) if host == "localhost" || host.ends_with(".localhost") => Some(THIS_MACHINE),
        // A name without a dot is known in this network only.
        Err(_) => (host.ends_with(".local") || !host.contains('.')).then_some(THIS_NETWORK),
    }
}

#[cfg(test)]
mod tests {
    use super::reach;

    #[test]
    fn loopback_addresses_open_on_this_machine() {
        for host in ["localhost", "pins.localhost", "127.0.0.1", "127.1.2.3", "[::1]"] {
            assert_eq!(reach(host), Some("on this machine"), "{host}");
        }
    }

    #[test]
    fn private_addresses_and_short_names_open_in_this_network() {
        let addresses =
            ["10.0.0.1", "192.168.1.2", "169.254.7.7", "172.16.0.1", "172.31.255.255", "[fd00::1]", "[fe80::1]"];
        for host in addresses.into_iter().chain(["workbench", "workbench.local"]) {
            assert_eq!(reach(host), Some("in this network"), "{host}");
        }
    }

    #[test]
    fn other_addresses_open_everywhere() {
        for host in ["example.org", "localhost.example.org", "172.32.0.1", "11.0.0.1", "[2001:db8::1]"] {
            assert_eq!(reach(host), None, "{host}");
        }
    }
}
