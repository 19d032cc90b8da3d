"""What an endpoint does, for a person who wants to know before a run."""

import time

from extractor.errors import ExtractorError
from extractor.readers.llm.address import Endpoint, EndpointReport, Traits
from extractor.readers.llm.client import Client
from extractor.readers.llm.deadline import Deadline
from extractor.readers.llm.profile import profile_for
from extractor.readers.llm.transport import Patience


def describe_endpoint(endpoint: Endpoint, seconds: float = 30.0) -> EndpointReport:
    """Probe an endpoint once. Never raises for what the endpoint does: ``problem`` of the report says it."""
    begin = time.monotonic()
    deadline = Deadline(seconds)
    client = Client(endpoint, Patience(wait=min(10.0, seconds), attempts=2, rounds=3))
    traits, problem = Traits(), ""
    models: tuple[str, ...] = ()
    try:
        client.sees(deadline)
        traits = client.traits(deadline)
        models = client.listed(min(5.0, deadline.left()))
    except ExtractorError as error:
        problem = f"{error.kind}: {error}"
    finally:
        client.close()
    profile = profile_for(endpoint.model).name
    took = round(time.monotonic() - begin, 3)
    return EndpointReport(endpoint.shown, endpoint.model, profile, traits, took, models, problem)
