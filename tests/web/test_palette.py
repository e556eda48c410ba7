"""The colours of relations: readable on every ground, and told apart by readers with any kind of colour blindness."""

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

TOKENS = Path(__file__).parents[2] / "static" / "css" / "tokens.css"
RELATIONS = ("same", "reworded", "shifted", "contradicted", "disputed")
Colour = npt.NDArray[np.float64]

# Machado, Oliveira and Fernandes (2009), severity 1.0; they act on linear RGB.
SIGHT = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
APART = 10.0
"""CIE76 distance: two such colours side by side are told apart at once; about 2 is just noticeable."""


def colour(name: str, scheme: int) -> Colour:
    """Linear RGB of a token in the light (0) or dark (1) scheme."""
    found = re.search(rf"--{name}: light-dark\((#\w{{6}}), (#\w{{6}})\)", TOKENS.read_text())
    assert found
    digits = found[scheme + 1][1:]
    srgb = np.array([int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)])
    return np.asarray(np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4))


def lab(linear: Colour) -> Colour:
    x, y, z = (XYZ @ np.clip(linear, 0, 1)) / (XYZ @ np.ones(3))
    fx, fy, fz = (c ** (1 / 3) if c > 0.008856 else 7.787 * c + 16 / 116 for c in (x, y, z))
    return np.array([116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)])


def contrast(one: Colour, other: Colour) -> float:
    light, dark = sorted((float(XYZ[1] @ one), float(XYZ[1] @ other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("sight", SIGHT)
def test_relations_are_told_apart(sight: str, scheme: int) -> None:
    seen = {name: lab(SIGHT[sight] @ colour(name, scheme)) for name in RELATIONS}
    near = {pair: round(float(np.linalg.norm(seen[pair[0]] - seen[pair[1]])), 1) for pair in combinations(RELATIONS, 2)}
    assert min(near.values()) >= APART, min(near.items(), key=lambda item: item[1])


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_relations_are_readable_on_paper_and_sheet(scheme: int) -> None:
    for ground in ("paper", "sheet"):
        for name in RELATIONS:
            assert contrast(colour(name, scheme), colour(ground, scheme)) >= 4.5, (name, ground)
