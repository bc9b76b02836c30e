"""FAISS ranks as a NumPy scan does, ties and all; damage in either file is found."""

import io
import threading
from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from glossator.index import vectors as module
from glossator.index.errors import DamagedIndexError
from glossator.index.vectors import FAISS, NPY, Vectors, check_vectors, vector_faults, write_vectors
from tests.index.fakes import flip_byte

Matrix = NDArray[np.float32]


def scan(vectors: Matrix, query: Matrix, k: int) -> list[tuple[int, float]]:
    """The oracle: every inner product, then a sort by score and row."""
    scores = vectors @ query
    return sorted(enumerate(scores.tolist()), key=lambda pair: (-pair[1], pair[0]))[:k]


def pairs(found: tuple[NDArray[np.int64], Matrix]) -> list[tuple[int, float]]:
    rows, cosines = found
    return list(zip(rows.tolist(), cosines.tolist(), strict=True))


def unit_rows(count: int, dim: int = 8, seed: int = 0) -> Matrix:
    rows = np.random.default_rng(seed).standard_normal((count, dim))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def written(folder: Path, matrix: Matrix) -> Path:
    write_vectors(folder, [matrix[:3], matrix[3:]], *matrix.shape)
    return folder


def test_equal_scores_keep_row_order() -> None:
    same = np.array([[1, 0], [1, 0], [0, 1]], dtype=np.float32)
    assert pairs(Vectors(same).search(same[0], 3)) == [(0, 1.0), (1, 1.0), (2, 0.0)]
    assert pairs(Vectors(same).search(same[0], 1)) == [(0, 1.0)]


HALVES = st.lists(
    st.lists(st.sampled_from([-0.5, 0.5]), min_size=4, max_size=4), min_size=1, max_size=300
)


@settings(deadline=None)
@given(HALVES, st.integers(0, 400), st.integers(0, 300))
def test_ranking_is_that_of_a_scan_with_ties_at_every_cut(
    rows: list[list[float]], k: int, at: int
) -> None:
    # unit vectors of halves: products are exact, and of 300 scores only 5 differ
    matrix = np.array(rows, dtype=np.float32)
    query = matrix[at % len(matrix)]
    assert pairs(Vectors(matrix).search(query, k)) == scan(matrix, query, k)


@pytest.mark.parametrize("count", [1, 7, 99, 100, 101, 1000, 4097])
def test_ranking_is_that_of_a_scan_for_any_vectors(count: int) -> None:
    matrix = unit_rows(count, 48)
    vectors = Vectors(matrix)
    for query in unit_rows(5, 48, seed=1):
        found = pairs(vectors.search(query, 50))
        expected = scan(matrix.astype(np.float64), query.astype(np.float64), 50)
        assert [row for row, _ in found] == [row for row, _ in expected]
        assert [score for _, score in found] == pytest.approx([s for _, s in expected], abs=1e-6)


def test_copies_of_a_vector_score_the_same_wherever_they_stand() -> None:
    matrix = unit_rows(3001, 384)
    copies = [0, 1, 17, 640, 1500, 2999, 3000]
    matrix[copies] = matrix[5]
    found = pairs(Vectors(matrix).search(matrix[5], 8))
    assert [row for row, _ in found] == [0, 1, 5, 17, 640, 1500, 2999, 3000]
    assert len({score for _, score in found}) == 1


def test_a_score_depends_neither_on_k_nor_on_threads(tmp_path: Path) -> None:
    matrix = unit_rows(20_000, 64)
    vectors = Vectors(matrix)
    query = unit_rows(1, 64, seed=1)[0]
    expected = pairs(vectors.search(query, 2000))
    for k in (1, 10, 99, 100, 1000):
        assert pairs(vectors.search(query, k)) == expected[:k]
    found: list[object] = []
    threads = [
        threading.Thread(target=lambda: found.append(pairs(vectors.search(query, 10))))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected[:10]] * 8
    write_vectors(tmp_path, [matrix], *matrix.shape)
    assert pairs(Vectors.open(tmp_path, *matrix.shape).search(query, 10)) == expected[:10]


def test_the_thread_count_of_other_users_of_faiss_stays() -> None:
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(3)
    try:
        Vectors(unit_rows(4)).search(unit_rows(1)[0], 2)
        assert faiss.omp_get_max_threads() == 3
    finally:
        faiss.omp_set_num_threads(before)


def test_cosines_stay_within_one() -> None:
    long = np.full((2, 3), 0.5774, dtype=np.float32)  # length 1.00009
    _, cosines = Vectors(long).search(long[0], 2)
    assert cosines.tolist() == [1.0, 1.0]


@pytest.mark.parametrize(
    "query", [[1, 0, 0], [[1, 0]], [0, 0], [np.nan, 0], [np.inf, 0], [3, 4], []]
)
def test_a_query_that_is_no_unit_vector_is_refused(query: list[float]) -> None:
    with pytest.raises(ValueError, match="expected a unit vector of dimension 2"):
        Vectors(np.eye(2, dtype=np.float32)).search(np.array(query, dtype=np.float32), 1)


@pytest.mark.parametrize("mapped_from", [1 << 25, 0])
def test_what_is_written_is_read_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mapped_from: int
) -> None:
    monkeypatch.setattr(module, "MAP_BYTES", mapped_from)
    matrix = unit_rows(40)
    written(tmp_path, matrix)
    assert (np.load(tmp_path / NPY) == matrix).all()
    assert faiss.read_index(str(tmp_path / FAISS)).ntotal == 40
    for use_cache in (True, False):
        vectors = Vectors.open(tmp_path, 40, 8, use_cache=use_cache)
        assert (len(vectors), vectors.dim) == (40, 8)
        assert (vectors.rows([7, 0, 7]) == matrix[[7, 0, 7]]).all()
        assert vectors.rows([7, 0]).dtype == np.float32
        assert pairs(vectors.search(matrix[3], 5)) == pairs(Vectors(matrix).search(matrix[3], 5))
    assert list(vector_faults(tmp_path, 40, 8)) == []


def test_the_npy_file_is_what_numpy_writes(tmp_path: Path) -> None:
    for shape in ((3, 8), (0, 8), (123_456, 1), (1, 99_999)):
        matrix = np.zeros(shape, dtype=np.float32)
        expected = io.BytesIO()
        np.save(expected, matrix)
        folder = tmp_path / str(shape)
        folder.mkdir()
        write_vectors(folder, [matrix], *shape)
        assert (folder / NPY).read_bytes() == expected.getvalue()


def test_no_vectors_at_all_are_an_index_too(tmp_path: Path) -> None:
    write_vectors(tmp_path, [], 0, 8)
    vectors = Vectors.open(tmp_path, 0, 8)
    assert len(vectors) == 0
    assert pairs(vectors.search(unit_rows(1)[0], 5)) == []
    assert vectors.rows([]).shape == (0, 8)
    assert list(vector_faults(tmp_path, 0, 8)) == []


def test_blocks_that_are_not_what_was_announced_are_refused(tmp_path: Path) -> None:
    for at, (blocks, message) in enumerate(
        [
            ([unit_rows(3)], "other than the 4 vectors"),
            ([unit_rows(3), unit_rows(2)], "other than the 4 vectors"),
            ([unit_rows(4, 7)], "expected float32"),
            ([unit_rows(4).astype(np.float64)], "expected float32"),
        ]
    ):
        folder = tmp_path / str(at)
        folder.mkdir()
        with pytest.raises(ValueError, match=message):
            write_vectors(folder, blocks, 4, 8)  # type: ignore[arg-type]


def test_files_of_another_size_or_shape_are_damage(tmp_path: Path) -> None:
    written(tmp_path, unit_rows(40))
    for count, dim in ((41, 8), (39, 8), (20, 16), (80, 4)):
        with pytest.raises(DamagedIndexError, match=f"other than the {count} vectors .* {dim}"):
            check_vectors(tmp_path, count, dim)
    with (tmp_path / NPY).open("ab") as file:
        file.write(b"\0")
    with pytest.raises(DamagedIndexError, match="other than the 40 vectors"):
        Vectors.open(tmp_path, 40, 8)


def test_a_faiss_header_that_claims_more_than_the_file_holds_is_refused(tmp_path: Path) -> None:
    written(tmp_path, unit_rows(40))
    content = bytearray((tmp_path / FAISS).read_bytes())
    content[8:16] = (2**40).to_bytes(8, "little")  # the number of vectors
    (tmp_path / FAISS).write_bytes(content)
    with pytest.raises(DamagedIndexError, match=r"vectors\.faiss"):
        Vectors.open(tmp_path, 40, 8)
    (tmp_path / FAISS).write_bytes(content[:-1])
    with pytest.raises(DamagedIndexError, match="no flat index of 40 vectors"):
        Vectors.open(tmp_path, 40, 8)
    assert len(Vectors.open(tmp_path, 40, 8, use_cache=False)) == 40


def test_rows_that_differ_or_are_no_unit_vectors_are_named(tmp_path: Path) -> None:
    written(tmp_path, unit_rows(40))
    flip_byte(tmp_path / FAISS, -2)
    assert list(vector_faults(tmp_path, 40, 8)) == [f"{FAISS}: rows 0 to 40 differ from {NPY}"]
    matrix = unit_rows(5000)
    matrix[4500] *= 2
    (tmp_path / "two").mkdir()
    written(tmp_path / "two", matrix)
    assert list(vector_faults(tmp_path / "two", 5000, 8)) == [
        f"{NPY}: rows 4096 to 5000 are not all unit vectors"
    ]
