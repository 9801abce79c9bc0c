"""Whether a page is done with what it asked for, told by what htmx marks: a key or a click before that may go past."""

from playwright.sync_api import Page, expect

BUSY = ".htmx-request, .htmx-swapping, .htmx-added, .htmx-settling"
# What comes into view asks in the frame after; the second frame has it marked.
DRAWN = """async () => {
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  await document.fonts.ready;
}"""
PICTURED = "() => [...document.images].every(({ complete, loading }) => complete || loading === 'lazy')"


def settled(page: Page) -> None:
    """Wait until everything that was asked for is there and listens."""
    expect(page.locator(BUSY)).to_have_count(0)


def drawn(page: Page) -> None:
    """Wait until a page looks as it will: its parts, fonts and pictures are there."""
    page.evaluate(DRAWN)
    settled(page)
    page.wait_for_function(PICTURED)
    page.evaluate(DRAWN)
