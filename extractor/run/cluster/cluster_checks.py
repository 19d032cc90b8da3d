"""Whether a run is one machine's or a cluster's, and what a cluster cannot be asked for."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from extractor.documents.file_names import url_of
from extractor.errors import ConfigurationError
from extractor.run.cluster.ray_cluster import RayCluster, connected
from extractor.run.hosts import host_beyond
from extractor.run.reader_set import ReaderSet
from extractor.run.settings import RunSettings
from extractor.store import is_shared


def check_engine(settings: RunSettings) -> None:
    """ConfigurationError where settings ask for what no cluster does, before anything is opened or started."""
    if settings.engine == "local":
        if settings.ray_address:
            raise ConfigurationError("--ray-address: only --engine ray joins a cluster")
        return
    if settings.batch:
        raise ConfigurationError("--batch: a run in batches waits for answers, which one machine can do alone")
    if settings.ray_address and not is_shared(settings.store):
        raise ConfigurationError(
            "--ray-address: the machines of a cluster share a store at a server, --store postgresql://…; a file is "
            "shared by the processes of one machine, which --engine ray alone uses"
        )
    if settings.ray_address and settings.ray_address.startswith("ray://"):
        raise ConfigurationError(
            "--ray-address: start the run on a machine of the cluster, with the address that `ray start` says, or auto"
        )
    if settings.offline and settings.ray_address and beyond(settings):
        raise ConfigurationError(f"--offline: the cluster at {settings.ray_address} has other machines")


def check_urls(paths: Iterable[Path], settings: RunSettings) -> None:
    """ConfigurationError where documents are named that these settings keep a run from fetching."""
    for url in filter(None, map(url_of, paths)):
        scheme = url.partition("://")[0]
        if settings.engine != "local" and scheme == "memory":
            raise ConfigurationError(f"{url} is known to this process alone, and others are to read it")
        here = scheme == "memory" or (scheme in ("http", "https") and not host_beyond(url))
        if settings.offline and not here:
            raise ConfigurationError(f"--offline: {url} is on another machine")


def beyond(settings: RunSettings) -> str:
    """The address of a cluster that may have other machines; empty where there is none."""
    address = settings.ray_address or ""
    return address if address == "auto" or host_beyond(f"//{address}") else ""


@contextmanager
def joined_cluster(
    settings: RunSettings, readers: ReaderSet, tell: Callable[[str], None]
) -> Iterator[RayCluster | None]:
    """The cluster that settings name, as long as a run lasts; None for a run on this machine by itself."""
    if settings.engine == "local":
        yield None
        return
    if readers.parallel in ("few", "in_turn"):
        raise ConfigurationError(
            "--engine ray: a cluster asks a model at an endpoint, or none: --base-url and --model, or --readers layout"
        )
    with connected(settings.ray_address, tell, settings.store_seconds) as cluster:
        yield cluster
