"""The small company's results, computed once."""

import pytest
from printed import company, month_of, quarter_of, year_of


@pytest.fixture(scope="session")
def month():
    return month_of(company())


@pytest.fixture(scope="session")
def quarter():
    return quarter_of(company())


@pytest.fixture(scope="session")
def year():
    return year_of(company())
