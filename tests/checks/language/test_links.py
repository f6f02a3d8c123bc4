"""Links are found whether or not the markup marks them; code is left alone."""

from __future__ import annotations

from checks.document import Block, Document, Link
from checks.language.links import MOST, links_of


def urls(*blocks: Block) -> list[str]:
    return [link.url for link in links_of(Document(blocks))]


def test_a_bare_address_is_a_link_without_the_sign_that_ends_its_sentence() -> None:
    assert urls(Block("paragraph", "See https://wiki.example/x, (http://a.example/b?c=1#d).")) == [
        "https://wiki.example/x",
        "http://a.example/b?c=1#d",
    ]


def test_a_marked_link_is_not_found_twice() -> None:
    marked = Link("https://wiki.example/x", "https://wiki.example/x")
    assert urls(Block("paragraph", "See https://wiki.example/x.", links=(marked,))) == ["https://wiki.example/x"]


def test_an_address_of_the_own_machine_is_where_somebody_looked() -> None:
    assert urls(Block("paragraph", "http://localhost:8080/x and http://127.0.0.1/y and http://0:8000/")) == []


def test_an_address_in_a_block_of_code_is_no_link() -> None:
    assert urls(Block("code", "curl https://wiki.example/x")) == []


def test_of_a_block_with_thousands_of_addresses_the_first_are_taken() -> None:
    bare = Block("paragraph", " ".join(f"https://a.example/{number}" for number in range(2_000)))
    marked = Block("paragraph", "x", links=tuple(Link("x", f"https://b.example/{number}") for number in range(2_000)))
    assert len(urls(bare)) == len(urls(marked)) == MOST
