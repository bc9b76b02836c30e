"""What readers remark on, as findings."""

from pathlib import Path

from glossator.eval.benchmarks.shapes import SHAPES
from glossator.index.lint import lint_paths
from tests.index.lint.tables import codes, found, table


def test_how_a_file_was_read_is_no_defect() -> None:
    assert found("Term,Definition,Price\nUrn,A pot.,3\nVat,A tub.,4\n", "kitchen.csv") == ()


def test_how_surely_a_pdf_was_read_is_no_defect(tmp_path: Path) -> None:
    place = tmp_path / "words.pdf"
    place.write_bytes(SHAPES["PDF"].make(9))
    findings = lint_paths([place]).findings
    assert [one.code for one in findings if one.code.value == "layout-fault"] == []


def test_a_row_in_no_entry_and_a_missing_definition_are_errors() -> None:
    findings = found(table("Urn: A pot.", "Vat A large tub without its tab.", "Wok: Round."))
    assert codes(findings) == [(3, "unread-text")]
    findings += found(table("Urn: A pot.", "Vat: ", "Wok: Round."))
    assert codes(findings)[1:] == [(3, "missing-definition")]
    assert {one.severity.value for one in findings} == {"error"}


def test_a_remark_that_no_rule_knows_is_a_fault_of_layout() -> None:
    (one,) = found(
        "Term,Definition\nUrn,A pot, with a tap.\nVat,A tub.\nWok,Round.\n", "kitchen.csv"
    )
    assert one.code.value == "layout-fault"
    assert one.sentence == one.message


def test_a_file_of_a_folder_that_can_t_be_read_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text(table("Urn: A pot.", "Vat: A tub."))
    (tmp_path / "b.bin").write_bytes(b"\0\1\2" * 50)
    (one,) = lint_paths([tmp_path]).findings
    assert (one.code.value, one.place.path, one.severity.value) == (
        "file-not-read",
        "b.bin",
        "warning",
    )
