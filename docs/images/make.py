"""Make the pictures of the report that docs/evaluation.md shows.

    .venv/bin/glossator eval run --out out/eval
    .venv/bin/python docs/images/make.py out/eval/report.html

It needs the development extra, Chromium, and ImageMagick and poppler for small files:
``apt-get install chromium imagemagick poppler-utils``.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
#: Name, width, height, scheme, and what stands at the top (nothing: the page's own).
SHOTS = (
    ("top", 1280, 1000, "light", ""),
    ("plots", 1280, 640, "light", "#plots"),
    ("failures", 1280, 900, "dark", ".failure:has(aside blockquote)"),
    ("phone-1", 360, 760, "light", "#headline"),
    ("phone-2", 360, 760, "light", "#plots"),
    ("phone-3", 360, 760, "dark", ".failure:has(aside blockquote)"),
)
TO_TOP = "(mark) => scrollTo(0, document.querySelector(mark).getBoundingClientRect().top - 12)"


def main(report: Path) -> None:
    """Open the report in each view and leave small pictures beside this file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with sync_playwright() as driver:
            browser = driver.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            for shot, width, height, scheme, mark in SHOTS:
                page = browser.new_page(
                    viewport={"width": width, "height": height}, color_scheme=scheme
                )
                page.goto(report.resolve().as_uri())
                if mark:
                    page.evaluate(TO_TOP, mark)
                page.screenshot(path=folder / f"{shot}.png")
            page.pdf(path=folder / "paper.pdf", format="A4")
            browser.close()
        paper = ["pdftoppm", "-r", "76", "-l", "1", "-png", "paper.pdf", "paper"]
        subprocess.run(paper, cwd=folder, check=True)
        pages = ["paper=paper-*.png", "phone=phone-*.png", "top=top.png", "plots=plots.png"]
        for pair in (*pages, "failures=failures.png"):
            picture, _, pattern = pair.partition("=")
            parts = sorted(map(str, folder.glob(pattern)))
            small = ["-bordercolor", "#bbb", "-border", "1", "+append", "-dither", "None"]
            target = f"PNG8:{HERE / f'report-{picture}.png'}"
            subprocess.run(["convert", *parts, *small, "-colors", "40", target], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
