"""How often pairs of a score are right: what is counted, and that the words for it follow."""

import subprocess
import sys

from django.conf import settings

from benchmarks.calibration import Judged, in_tenths, judged, shares
from benchmarks.gold_accounts import exchanges
from diplomacy.comparing.pairing import shipped_weights
from diplomacy.web.pages.words import pair_sureness


def test_a_bin_counts_its_pairs_and_the_share_that_is_right():
    one = [Judged(0.95, right=True), Judged(0.91, right=False), Judged(0.2, right=False)]
    other = [Judged(0.99, right=True), Judged(1.0, right=True)]
    found = shares([one, other], in_tenths)
    assert list(found) == ["0.2 to 0.3", "0.9 to 1.0"]
    assert found["0.9 to 1.0"][:2] == (4, 0.75)
    # Drawn are both packs, or one of them twice: half or all of the pairs are right then.
    assert found["0.9 to 1.0"][2:] == (0.5, 1.0)
    assert found["0.2 to 0.3"] == (1, 0.0, 0.0, 0.0)


def test_sure_pairs_of_a_real_exchange_are_right_more_often_than_unsure_ones(shared):
    held = exchanges(shared / "gold" / "valdoria-sund")
    found = shares([judged(held, shipped_weights())], pair_sureness)
    assert found["sure"][1] > found["fairly sure"][1] > found["unsure"][1]
    assert found["sure"][1] >= 0.9


def test_one_pack_alone_is_one_sentence(shared):
    command = [sys.executable, "-m", "benchmarks.calibration", str(shared / "gold" / "qin-2023")]
    done = subprocess.run(command, cwd=settings.BASE, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
