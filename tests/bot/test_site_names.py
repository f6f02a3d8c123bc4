"""Names of sites: they fit their column, tell workspaces and addresses apart, and say whose they are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.site_names import NAME_LIMIT, belongs, default_name, name_within, owner_of, shown_name

WORKSPACE = st.from_regex(r"[TE][A-Z0-9]{2,12}", fullmatch=True)
URL = st.from_regex(r"https://[a-z0-9.-]{1,120}(:[0-9]{1,4})?(/[a-z]{1,90})?", fullmatch=True)


def test_a_name_is_short_where_the_address_is() -> None:
    assert name_within("T0123ABCD", "https://example.atlassian.net") == "T0123ABCD:example"
    assert name_within("T0123ABCD", "https://host.example/jira/") == "T0123ABCD:host.example/jira"


@given(WORKSPACE, URL)
def test_every_name_fits_its_column_and_says_whose_it_is(workspace: str, url: str) -> None:
    name = name_within(workspace, url)
    assert len(name) <= NAME_LIMIT and len(default_name(url)) <= NAME_LIMIT
    assert owner_of(name) == workspace and shown_name(name)
    assert belongs(name, workspace) and not belongs(name, f"{workspace}X")


def test_two_long_addresses_that_begin_alike_have_two_names() -> None:
    host = f"https://jira.{'department.' * 6}example"
    one, other = (name_within("T0123ABCD", f"{host}/{path}") for path in ("north", "south"))
    assert one != other and one == name_within("T0123ABCD", f"{host}/north/")
    assert default_name(f"{host}/north") != default_name(f"{host}/south")
