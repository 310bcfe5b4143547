"""What the pages of docs show is what wrote the files of their tests, and what is in them."""

import pytest

import make_docs_frames
import make_docs_shapes

PAGE = "docs/pandas.md"


@pytest.mark.parametrize("function", make_docs_frames.ON_PANDAS_2 + make_docs_frames.ON_PANDAS_3)
def test_the_page_shows_the_code_that_wrote_the_file(repository, function):
    assert f"```python\n{make_docs_frames.shown(function)}```" in (repository / PAGE).read_text(encoding="utf-8")


@pytest.mark.parametrize("title", make_docs_shapes.LISTINGS)
def test_the_page_of_shapes_lists_what_is_in_the_files(repository, title, monkeypatch):
    monkeypatch.chdir(repository / "integration-tests/src/test/resources/docs-shapes")
    listing = make_docs_shapes.listing(*make_docs_shapes.LISTINGS[title])
    assert f"```\n{listing}\n```" in (repository / "docs/tables.md").read_text(encoding="utf-8")
