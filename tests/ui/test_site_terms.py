"""The MkDocs hook, in a real build of a site."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("mkdocs", reason="mkdocs is not installed")

SITE = {
    "mkdocs.yml": "site_name: Boats\nhooks: [terms.py]\nmarkdown_extensions: [def_list]\n"
    "use_directory_urls: {urls}\n",
    "terms.py": "from glossator.ui.site_terms import SiteTerms\n\n"
    'terms = SiteTerms(["docs/glossary.md"], page="glossary.md")\n'
    "on_config, on_page_content, on_page_context = terms.hooks\n",
    "docs/glossary.md": "# Glossary\n\n## Jib (Foresail)\n\nA triangular sail set ahead of the "
    "mast.\n\n## Keel\n\nThe fin beneath the hull.\n\n## Boom\n\nA spar along the foot.\n",
    "docs/index.md": "# The jib\n\nSet the jib, `keel` and [keel](deep/trim.md). The jib again.\n",
    "docs/deep/trim.md": "# Trim\n\nTrim jibs & keels.\n\n```\nboom\n```\n",
    "docs/off.md": "---\nglossator: false\n---\n\nA jib.\n",
}


def build(folder: Path, *, urls: bool) -> dict[str, str]:
    for name, text in SITE.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("{urls}", str(urls).lower()), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"],
        cwd=folder, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    site = folder / "site"
    return {
        str(path.relative_to(site)): path.read_text(encoding="utf-8")
        for path in site.rglob("*.html")
    }


def terms(page: str) -> list[tuple[str, str]]:
    """Return the words that are marked on a page, each with where it leads."""
    return re.findall(r'<a class="glossator-term" href="([^"]+)"[^>]*>([^<]+)</a>', page)


def test_terms_lead_to_their_heading_on_the_glossary_s_page(tmp_path: Path) -> None:
    site = build(tmp_path, urls=True)
    assert terms(site["index.html"]) == [("glossary/#jib-foresail", "jib")]
    assert terms(site["deep/trim/index.html"]) == [
        ("../../glossary/#jib-foresail", "jibs"),
        ("../../glossary/#keel", "keels"),
    ]
    for anchor in ("jib-foresail", "keel"):
        assert f'id="{anchor}"' in site["glossary/index.html"]
    assert "A triangular sail set ahead of the mast." in site["index.html"]
    assert [terms(site[name]) for name in ("glossary/index.html", "off/index.html")] == [[], []]


def test_terms_lead_there_by_file_names_too(tmp_path: Path) -> None:
    site = build(tmp_path, urls=False)
    assert terms(site["deep/trim.html"]) == [
        ("../glossary.html#jib-foresail", "jibs"),
        ("../glossary.html#keel", "keels"),
    ]


def test_terms_of_a_list_get_anchors_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = "# Glossary\n\nJib\n:   A triangular sail.\n\nKeel\n:   A fin.\n\nBoom\n:   A spar.\n"
    monkeypatch.setitem(SITE, "docs/glossary.md", listed)
    site = build(tmp_path, urls=True)
    assert terms(site["index.html"]) == [("glossary/#term-jib", "jib")]
    assert '<dt id="term-jib">Jib</dt>' in site["glossary/index.html"]
