"""Origins that may embed a form: exactly scheme, host and port, or nothing."""

import pytest

from hva_feedback.tools.embed_hosts import MAX_ORIGINS, read_hosts


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://etavastaanotto.example.fi", "https://etavastaanotto.example.fi"),
        ("etavastaanotto.example.fi", "https://etavastaanotto.example.fi"),
        ("https://Example.FI/", "https://example.fi"),
        ("https://example.fi:8443", "https://example.fi:8443"),
        ("https://example.fi:443", "https://example.fi"),
        ("https://päijät.example.fi", "https://xn--pijt-loac.example.fi"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://127.0.0.1", "http://127.0.0.1"),
        ("https://localhost", "https://localhost"),
    ],
)
def test_an_origin_is_written_as_headers_want_it(typed, origin):
    hosts = read_hosts(typed)
    assert hosts.origins == (origin,)
    assert not hosts.refused


@pytest.mark.parametrize(
    "typed",
    [
        "*",
        "https://*",
        "https://*.example.fi",
        "*.example.fi",
        "http://example.fi",
        "ftp://example.fi",
        "javascript://example.fi",
        "https://example.fi/page",
        "https://example.fi?x=1",
        "https://example.fi#x",
        "https://user@example.fi",
        "https://example.fi:0",
        "https://example.fi:99999",
        "https://example.fi:x",
        "https://exa_mple.fi",
        "https://-example.fi",
        "https://example",
        "https://",
        "https:///",
        "https://[::1",
        "https://192.168.0.1;script-src",
        "'self'",
        "https://example.fi;default-src",
        "https://a..fi",
        "//example.fi",
        f"https://{'a' * 64}.fi",
        f"https://{'a.' * 130}fi",
    ],
)
def test_anything_wider_or_stranger_is_refused(typed):
    hosts = read_hosts(typed)
    assert not hosts.origins
    assert hosts.refused == (typed,)


def test_several_are_kept_in_order_and_once():
    hosts = read_hosts("a.example.fi\nhttps://b.example.fi, a.example.fi\n\n*.c.fi")
    assert hosts.origins == ("https://a.example.fi", "https://b.example.fi")
    assert hosts.refused == ("*.c.fi",)


def test_nothing_typed_is_nobody():
    assert read_hosts(" \n ").origins == ()


def test_a_header_does_not_grow_without_end():
    hosts = read_hosts(" ".join(f"h{number}.example.fi" for number in range(MAX_ORIGINS + 1)))
    assert len(hosts.origins) == MAX_ORIGINS
    assert len(hosts.refused) == 1
