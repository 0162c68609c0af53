"""Addresses outside the book: what every reader can follow, and nothing else."""

import pytest

from bookmaker.addresses import url


@pytest.mark.parametrize(
    ("written", "followed"),
    [
        ("https://a.example/x?q=1#y", "https://a.example/x?q=1#y"),
        ("HTTP://A.example", "http://a.example"),
        ("https://a.example/a b|c", "https://a.example/a%20b%7Cc"),
        ("https://a.example/%zz%C3%A9é", "https://a.example/%25zz%C3%A9%C3%A9"),
        ("https://a.example/#a#b", "https://a.example/#a%23b"),
        ("https://a.example/[x]", "https://a.example/%5Bx%5D"),
        ("https://é.example/é", "https://xn--9ca.example/%C3%A9"),
        ("http://user:pw@a.example:80/", "http://user:pw@a.example:80/"),
        ("http://[2001:db8::1]:80/x", "http://[2001:db8::1]:80/x"),
        ("http://[2001:db8::1]/[x]", "http://[2001:db8::1]/%5Bx%5D"),
        ("mailto:a[b@c.example", "mailto:a%5Bb@c.example"),
        (" https://a.example/\nx", "https://a.example/x"),
        ("http://192.0.2.1/", "http://192.0.2.1/"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("tel:+1 2", "tel:+1%202"),
    ],
)
def test_what_can_be_followed(written, followed):
    assert url(written) == followed


@pytest.mark.parametrize(
    "written",
    ["http:a", "http:///x", "https://", "https://.", "https://a..b/", "http://a b/", "http://a.example:port/", "http://[::1",
     "http://256.1.1.1/", "http://a<b/", "http://?", "mailto:", "javascript:x", "a.md", "x:y", "http://" + "a" * 64 + ".example/"],
)  # fmt: skip
def test_what_cannot(written):
    assert url(written) is None
