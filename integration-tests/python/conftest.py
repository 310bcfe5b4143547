"""What all Python tests share. Run from anywhere: python -m pytest integration-tests/python"""

import pathlib

import pytest


@pytest.fixture(scope="session")
def repository() -> pathlib.Path:
    """The root of the working copy."""
    return pathlib.Path(__file__).resolve().parents[2]
