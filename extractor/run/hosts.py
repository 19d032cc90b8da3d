"""Which hosts are other machines, and what ``--offline`` refuses."""

from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import parse_qs, urlsplit

from extractor.errors import ConfigurationError

LOOPBACK = "127.0.0.1"


def host_beyond(address: str | None) -> str:
    """The host of an address where it is another machine; empty for one on loopback, for a socket and for a path."""
    parts = urlsplit(address or "")
    host = parts.hostname or next(iter(parse_qs(parts.query).get("host", [])), "")
    return "" if not host or host.startswith("/") or _is_here(host) else host


def refuse_leaving(endpoint: str | None, store: str, asks: bool, environment: Mapping[str, str]) -> None:
    """ConfigurationError where something would leave this machine: by the address of an endpoint, by the place of the
    store or, where a model is asked at all, through a proxy.
    """
    if host := host_beyond(endpoint):
        raise ConfigurationError(
            f"--offline: the endpoint is at {host}, another machine; name one on this machine, or --readers layout"
        )
    if host := host_beyond(store):
        raise ConfigurationError(f"--offline: the store is at {host}, another machine; name a file with --store")
    if asks and (proxy := _proxy(urlsplit(endpoint or "").hostname or LOOPBACK, environment)):
        raise ConfigurationError(
            f"--offline: requests to this machine would go through the proxy at {proxy}; set NO_PROXY={LOOPBACK}, or "
            "unset HTTP_PROXY and ALL_PROXY"
        )


def _is_here(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def _proxy(host: str, environment: Mapping[str, str]) -> str:
    """The host of the proxy that requests to ``host`` go through; empty where they go straight there."""
    given = {name.lower(): value for name, value in environment.items() if value}
    proxy = given.get("http_proxy") or given.get("all_proxy")
    spared = {each.strip().removeprefix(".").lower() for each in given.get("no_proxy", "").split(",")}
    if not proxy or not spared.isdisjoint({"*", host.lower()}):
        return ""
    return urlsplit(proxy).hostname or proxy
