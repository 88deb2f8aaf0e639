"""The frame of every page in a real Chromium: styled, quiet, and with nothing from elsewhere."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_page_that_does_not_exist_is_styled_and_quiet(either):
    either.watch.expect("404")
    answer = either.goto("/tidak-ada/")
    assert answer.status == 404
    assert either.locator("h1").inner_text()
    assert either.locator("body").evaluate("e => getComputedStyle(e).fontFamily").startswith('"Plus Jakarta Sans')
    width = either.viewport_size["width"]
    assert either.locator("html").evaluate("e => e.scrollWidth") <= width


def test_the_watch_sees_a_script_error_and_a_foreign_request(phone):
    phone.goto("/healthz")
    phone.evaluate("fetch('https://luar.example/').catch(() => 0)")
    phone.evaluate("setTimeout(() => { throw new Error('rusak') })")
    phone.wait_for_timeout(300)
    seen = phone.watch.unexpected()
    assert any("rusak" in fault for fault in seen)
    assert any("luar.example" in fault for fault in seen)
    phone.watch.faults.clear()
