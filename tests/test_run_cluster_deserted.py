"""A cluster without a machine that reads is waited for, in one line, and for so long only."""

import pytest

from extractor.errors import ClusterLost
from extractor.run.cluster.deserted import Desertion


def test_a_machine_that_joins_in_time_lets_the_run_go_on() -> None:
    told = list[str]()
    desertion = Desertion(300, told.append)
    for now, processors in ((0, 4.0), (10, 0.0), (200, 0.0), (309, 0.0), (309.5, 2.0), (400, 0.0)):
        desertion.note(processors, now)
    assert told == [
        "No machine of the cluster reads any more: waiting 300 seconds for one.",
        "A machine that reads has joined the cluster: the run goes on.",
        "No machine of the cluster reads any more: waiting 300 seconds for one.",
    ]


def test_one_that_stays_without_is_lost_and_says_for_how_long() -> None:
    desertion = Desertion(300, lambda _: None)
    desertion.note(0.0, 10)
    with pytest.raises(ClusterLost, match="for 300 seconds no machine of the cluster was there to read"):
        desertion.note(0.0, 310)
