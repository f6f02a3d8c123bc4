"""Links to tickets: every shape is known, and no link leads off the configured sites."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.jira.links import refs_in_url
from bot.jira.sites import Site
from bot.requests import TicketRef

CLOUD = Site("cloud", "https://acme.atlassian.example")
DC = Site("dc", "https://jira.corp.example/jira", "datacenter")
ROOT = Site("root", "https://jira.corp.example:8443", "datacenter")
SITES = (CLOUD, DC, ROOT)
HERE = "https://acme.atlassian.example"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        (f"{HERE}/browse/PAY-1", "PAY-1"),
        (f"{HERE}/browse/pay-1?focusedCommentId=3&page=x#c", "PAY-1"),
        (f"{HERE}/jira/software/projects/PAY/boards/1?selectedIssue=PAY-2", "PAY-2"),
        (f"{HERE}/jira/software/c/projects/PAY/boards/1/backlog?view=x&selectedIssue=PAY-2", "PAY-2"),
        (f"{HERE}/jira/core/projects/PAY/list?selectedIssue=PAY-2", "PAY-2"),
        (f"{HERE}/jira/polaris/projects/PAY/ideas/view/1?selectedIssue=PAY-2", "PAY-2"),
        (f"{HERE}/jira/your-work?selectedIssue=PAY-2", "PAY-2"),
        (f"{HERE}/jira/software/projects/PAY/issues/PAY-3", "PAY-3"),
        (f"{HERE}/issues/PAY-3?jql=project%20%3D%20ABC-9", "PAY-3"),
        (f"{HERE}/jira/servicedesk/projects/SUP/queues/custom/4/SUP-5", "SUP-5"),
        (f"{HERE}/servicedesk/customer/portal/3/SUP-9", "SUP-9"),
        (f"{HERE}/helpcenter/x/portal/3/SUP-9", "SUP-9"),
        (f"{HERE}/si/jira.issueviews:issue-xml/PAY-1/PAY-1.xml", "PAY-1"),
        (f"{HERE}/jira/software/spaces/PAY/boards/1?selectedIssue=PAY-2", "PAY-2"),
        ("https://ACME.Atlassian.Example:443/browse/PAY-1", "PAY-1"),
        ("http://acme.atlassian.example/browse/PAY-1/", "PAY-1"),
        (f"{HERE}/browse/PAY-1?selectedIssue=nonsense", "PAY-1"),
        (f"{HERE}/browse/PAY%2D1", "PAY-1"),
        (f"{HERE}/browse/PAY-1?" + "&".join(["a=1"] * 200), "PAY-1"),
    ],
)
def test_every_page_of_a_ticket_leads_to_it(url: str, key: str) -> None:
    assert refs_in_url(url, SITES) == TicketRef("cloud", key)


@pytest.mark.parametrize(
    ("url", "ref"),
    [
        ("https://jira.corp.example/jira/browse/A_B-1", TicketRef("dc", "A_B-1")),
        ("https://jira.corp.example/jira/projects/K/issues/K-1", TicketRef("dc", "K-1")),
        ("https://jira.corp.example/jira/secure/RapidBoard.jspa?rapidView=1&selectedIssue=K-2", TicketRef("dc", "K-2")),
        ("https://jira.corp.example:8443/browse/K-1", TicketRef("root", "K-1")),
        ("https://jira.corp.example/browse/K-1", None),
        ("https://jira.corp.example/jiraffe/browse/K-1", None),
        ("https://jira.corp.example/jira", None),
        ("https://jira.corp.example/jira?selectedIssue=K-2", TicketRef("dc", "K-2")),
        ("https://jira.corp.example:8443/wiki/browse/K-1", TicketRef("root", "K-1")),
    ],
)
def test_a_data_center_is_known_by_host_port_and_context_path(url: str, ref: TicketRef | None) -> None:
    assert refs_in_url(url, SITES) == ref


def test_the_longest_context_path_wins() -> None:
    sites = (Site("outer", "https://h.example"), Site("inner", "https://h.example/jira"))
    assert refs_in_url("https://h.example/jira/browse/K-1", sites) == TicketRef("inner", "K-1")
    assert refs_in_url("https://h.example/browse/K-1", sites) == TicketRef("outer", "K-1")


def test_a_context_path_that_looks_like_a_key_is_none() -> None:
    site = Site("dc", "https://h.example/jira-2", "datacenter")
    assert refs_in_url("https://h.example/jira-2/secure/Dashboard.jspa", [site]) is None
    assert refs_in_url("https://h.example/jira-2/browse/K-1", [site]) == TicketRef("dc", "K-1")


@pytest.mark.parametrize(
    "url",
    [
        "https://acme.atlassian.example@evil.example/browse/PAY-1",
        "https://user:pass@acme.atlassian.example/browse/PAY-1",
        "https://acme.atlassian.example.evil.example/browse/PAY-1",
        "https://evil.example/https://acme.atlassian.example/browse/PAY-1",
        "https://evil.example/?x=acme.atlassian.example/browse/PAY-1",
        "https://acme.atlassian.example:444/browse/PAY-1",
        "https://acme.atlassian.example\\@evil.example/browse/PAY-1",
        "https:\\\\acme.atlassian.example/browse/PAY-1",
        "https://acme.atlassian.example\t.evil.example/browse/PAY-1",
        "https://acme.atlаssian.example/browse/PAY-1",
        "ftp://acme.atlassian.example/browse/PAY-1",
        "javascript://acme.atlassian.example/browse/PAY-1",
        "//acme.atlassian.example/browse/PAY-1",
        "acme.atlassian.example/browse/PAY-1",
        "https://acme.atlassian.example:x/browse/PAY-1",
        "https://[::1/browse/PAY-1",
        "https://acme.atlassian.example/wiki/spaces/X/pages/1/PAY-1",
        f"{HERE}/browse/PAY-1?page=" + "x" * 5000,
        f"{HERE}/evil.example\\/browse/PAY-1",
        f"{HERE}/bro\twse/PAY-1",
        f"{HERE}/ browse/PAY-1",
        f"{HERE}/\x01/browse/PAY-1",
        f"{HERE}/browse/PAY-0",
        f"{HERE}/browse/",
        f"{HERE}/rest/api/3/issue/..%2FPAY-1",
        "",
    ],
)
def test_a_hostile_or_foreign_link_is_no_ticket(url: str) -> None:
    assert refs_in_url(url, SITES) is None


_pieces = st.sampled_from(
    [
        "https://",
        "http:",
        "//",
        "/",
        "@",
        ":",
        "?",
        "#",
        "&",
        "=",
        "\\",
        "%2f",
        "%40",
        ".",
        "..",
        "selectedIssue",
        "browse",
        "acme.atlassian.example",
        "jira.corp.example",
        "jira",
        "evil.example",
        "PAY-1",
        "443",
        "8443",
        "[",
        "]",
        "\n",
        "ａ",
    ]
)


@given(st.lists(_pieces | st.text(max_size=3), max_size=12).map("".join))
def test_no_url_leads_off_the_configured_sites(url: str) -> None:
    ref = refs_in_url(url, SITES)
    if ref is not None:
        assert ref.site in {"cloud", "dc", "root"}
        assert (urlsplit(url).hostname or "") in {"acme.atlassian.example", "jira.corp.example"}
        assert "@" not in urlsplit(url).netloc
        assert ref.key.isascii()
        assert all(sign.isalnum() or sign in "-_" for sign in ref.key)
