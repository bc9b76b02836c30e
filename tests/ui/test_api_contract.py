"""What the OpenAPI document says, held against what the server does: schemathesis makes it up."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ui.served import served

for needed in ("gradio", "schemathesis"):
    if importlib.util.find_spec(needed) is None:
        pytest.skip(f"{needed} is not installed: pip install '.[dev,ui]'", allow_module_level=True)


TOKEN = "0123456789abcdef-the-token"


def test_requests_made_up_from_the_openapi_document_get_what_it_says(
    own_index: Path, tmp_path: Path
) -> None:
    token = tmp_path / "token"
    token.write_text(TOKEN, encoding="utf-8")
    token.chmod(0o600)
    with served(own_index, tmp_path / "stderr", "--token", str(token)) as server:
        header = f"Authorization: Bearer {TOKEN}"
        run = subprocess.run(
            [
                *(sys.executable, "-m", "schemathesis.cli", "run"),
                f"{server.url}/v1/openapi.json",
                *("--header", header, "--checks", "all", "--max-examples", "60"),
                *("--seed", "7", "--no-color"),
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=280,
        )
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
    assert "Tested: 10" in run.stdout
