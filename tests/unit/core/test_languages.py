"""Addresses under another language's prefix."""

import pytest

from intranet.core.languages import address_in


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/en/my/read/7/", "/cy/my/read/7/"),
        ("/uk/", "/cy/"),
        ("/admin/certificates/inspect/7/", "/admin/certificates/inspect/7/"),
        ("https://example.org/en/", "https://example.org/en/"),
        ("", ""),
    ],
)
def test_an_address_of_ours_moves_under_the_prefix_of_the_readers_language(address, expected):
    assert address_in(address, "cy") == expected
