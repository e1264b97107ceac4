"""Takes the pictures of the README anew: ``python tests/explore/screenshots.py`` writes docs/*.png.

They need Chromium, playwright and Pillow (``pip install ".[browser,dev]"``), and look as meant with the
fonts of the Debian package fonts-paratype.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
QUERY = "pattern { V [upos=VERB, Aspect=Perf]; S [ner=PER]; V -[nsubj]-> S }"


@dataclass(frozen=True)
class Picture:
    """What is in a picture: an address of the site of corpus/, and how it is looked at."""

    name: str
    address: str
    theme: str
    height: int
    click: str | None = None


PICTURES = (
    Picture("read", "#/read/dw-20231109?at=dw-20231109-p4-c0", "light", 860),
    Picture("tree", "#/tree/rasykh-vizit-p8-c88", "light", 560, "[data-choice=feats]"),
    Picture("search", f"#/search?q={quote(QUERY)}", "dark", 640),
    Picture("overview", "#/overview", "light", 960),
)
WIDTH = 1180


def main() -> None:
    """Write all pictures, with 256 colours each."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    from rukaz.explore.site import write_site

    folder = ROOT / "docs"
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as driver:
        page_file = write_site(ROOT / "corpus", Path(place) / "site").page
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for one in PICTURES:
            size = {"width": WIDTH, "height": one.height}
            page = browser.new_page(viewport=size, color_scheme=one.theme)  # type: ignore[arg-type]  # a name
            page.goto(page_file.as_uri() + one.address)
            page.wait_for_selector("main#content:not([aria-busy])")
            if one.click:
                page.locator(one.click).click()
            page.mouse.move(0, 0)
            page.wait_for_timeout(500)
            file = folder / f"{one.name}.png"
            page.screenshot(path=file)
            with Image.open(file) as image:
                image.convert("RGB").quantize(256).save(file, optimize=True)
            print(f"{file.relative_to(ROOT)}: {file.stat().st_size / 1000:.0f} kB")
        browser.close()


if __name__ == "__main__":
    main()
