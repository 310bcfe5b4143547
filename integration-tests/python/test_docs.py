"""The pandas code on docs/pandas.md is the code that wrote the files of PandasDocsTest."""

import pytest

import make_docs_frames

PAGE = "docs/pandas.md"


@pytest.mark.parametrize("function", make_docs_frames.ON_PANDAS_2 + make_docs_frames.ON_PANDAS_3)
def test_the_page_shows_the_code_that_wrote_the_file(repository, function):
    assert f"```python\n{make_docs_frames.shown(function)}```" in (repository / PAGE).read_text(encoding="utf-8")
