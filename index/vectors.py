"""Vectors on disk and the dense search: the only module that imports faiss.

``vectors.npy`` is the truth, ``vectors.faiss`` a cache of it that opens by memory map. Both are
written and synced here: ``faiss.write_index`` reports success on a full disk, and faiss
has no checksum of its own (of 100 damaged files 6 answered wrongly without a word), so the
manifest's sha256 is the guard.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import disk
from .errors import DamagedIndexError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["FAISS", "NPY", "Vectors", "check_vectors", "vector_faults", "write_vectors"]

NPY = "vectors.npy"
FAISS = "vectors.faiss"
#: From this size on a file is mapped, not read: 100,000 vectors open in 0.02 ms, not in 65.
#: A smaller one is read, which no later change to the file can hurt.
MAP_BYTES = 32 << 20
_FAISS_HEADER_BYTES = 45
_BLOCK_ROWS = 4096
_MARGIN = 16  # rows asked for beyond k, so that a tie at the cut is seen at once


def write_vectors(
    folder: Path, blocks: Iterable["NDArray[np.float32]"], count: int, dim: int
) -> None:
    """Write ``vectors.npy`` block by block, then ``vectors.faiss``, and sync both.

    Args:
        folder: holds neither file yet.
        blocks: float32, shape ``(m, dim)`` each, unit rows, ``count`` rows together.
        count: number of vectors.
        dim: their dimension.

    Raises:
        ValueError: if the blocks are not what they are said to be.
        OSError: if a file can't be written whole.
    """
    path = folder / NPY
    disk.write_file(path, _npy(blocks, count, dim))
    if path.stat().st_size != _npy_size(count, dim):
        raise ValueError(f"blocks hold other than the {count} vectors that were announced")
    content = _faiss().serialize_index(_flat(_matrix(path, count, dim)))
    disk.write_file(folder / FAISS, [memoryview(content)])


def check_vectors(folder: Path, count: int, dim: int) -> None:
    """Hold head and size of ``vectors.npy`` against the manifest; needs neither numpy nor faiss.

    Raises:
        DamagedIndexError: if they differ.
    """
    path = folder / NPY
    head = _npy_head(count, dim)
    with path.open("rb") as file:
        same = file.read(len(head)) == head
    if not same or path.stat().st_size != _npy_size(count, dim):
        raise DamagedIndexError(
            f"{path}: holds other than the {count} vectors of dimension {dim} that the manifest "
            "names. Rebuild the index: glossator index … --out DIR"
        )


def vector_faults(folder: Path, count: int, dim: int) -> Iterator[str]:
    """Yield what is wrong in the two files: rows that are no unit vectors, or that differ."""
    import numpy as np

    matrix = _matrix(folder / NPY, count, dim)
    index = None
    try:
        index = _read(folder / FAISS, count, dim)
    except DamagedIndexError as error:
        yield str(error)
    for at in range(0, count, _BLOCK_ROWS):
        block = matrix[at : at + _BLOCK_ROWS]
        if not (np.abs(np.linalg.norm(block, axis=1) - 1.0) < 1e-3).all():
            yield f"{NPY}: rows {at} to {at + len(block)} are not all unit vectors"
        if index is not None and (index.reconstruct_n(at, len(block)) != block).any():
            yield f"{FAISS}: rows {at} to {at + len(block)} differ from {NPY}"


class Vectors:
    """The vectors of one index version, searched exactly; threads may share it.

    Args:
        matrix: float32, shape ``(n, dim)``, unit rows.
        index: a faiss index of the same rows; built from ``matrix`` where there is none.
    """

    def __init__(self, matrix: "NDArray[np.float32]", index: Any = None) -> None:
        self._matrix = matrix
        self._index = _flat(matrix) if index is None else index

    @classmethod
    def open(cls, folder: Path, count: int, dim: int, *, use_cache: bool = True) -> "Vectors":
        """Open the vectors of a version, large ones by memory map.

        Args:
            folder: the version.
            count: how many vectors the manifest names.
            dim: the dimension it names.
            use_cache: whether ``vectors.faiss`` is sound; if not, it is rebuilt in memory.

        Raises:
            DamagedIndexError: if a file is not what the manifest says.
        """
        check_vectors(folder, count, dim)
        matrix = _matrix(folder / NPY, count, dim)
        return cls(matrix, _read(folder / FAISS, count, dim) if use_cache else None)

    def __len__(self) -> int:
        return len(self._matrix)

    @property
    def dim(self) -> int:
        """The dimension of the vectors."""
        return int(self._matrix.shape[1])

    def rows(self, indices: Sequence[int]) -> "NDArray[np.float32]":
        """Return some vectors, float32 of shape ``(len(indices), dim)``, in the order asked."""
        import numpy as np

        return np.asarray(self._matrix[np.asarray(indices, dtype=np.int64)], dtype=np.float32)

    def search(
        self, query: "NDArray[np.float32]", k: int
    ) -> "tuple[NDArray[np.int64], NDArray[np.float32]]":
        """Rank the vectors by cosine similarity to one query, best first.

        A query is always searched alone and on one thread: faiss sums in another order for
        two threads or for a batch, and the last bits of the scores differ.

        Args:
            query: float32, shape ``(dim,)``, unit length.
            k: how many rows to return; fewer come back when there are fewer.

        Returns:
            Rows, and their cosines in [-1, 1], higher is closer. Equal cosines keep row order,
            at the cut as well.

        Raises:
            ValueError: if the query has another shape, or is not of unit length.
        """
        import numpy as np

        query = np.ascontiguousarray(query, dtype=np.float32)
        if query.shape != (self.dim,) or not abs(float(query @ query) - 1.0) < 1e-2:
            raise ValueError(
                f"query has shape {query.shape}; expected a unit vector of dimension {self.dim}"
            )
        k = max(0, min(k, len(self)))
        asked = min(len(self), k + _MARGIN)
        while k:
            scores, rows = _search(self._index, query, asked)
            if asked == len(self) or scores[asked - 1] < scores[k - 1]:
                order = np.lexsort((rows, -scores))[:k]
                return rows[order], scores[order]
            asked = min(len(self), 4 * asked)
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)


def _search(
    index: Any, query: "NDArray[np.float32]", k: int
) -> "tuple[NDArray[np.float32], NDArray[np.int64]]":
    faiss = _faiss()
    threads = faiss.omp_get_max_threads()  # OpenMP counts per calling thread
    faiss.omp_set_num_threads(1)
    try:
        scores, rows = index.search(query[None], k)
    finally:
        faiss.omp_set_num_threads(threads)
    return scores[0].clip(-1.0, 1.0), rows[0]


def _faiss() -> Any:
    import faiss

    return faiss


def _flat(matrix: "NDArray[np.float32]") -> Any:
    index = _faiss().IndexFlatIP(matrix.shape[1])
    index.add(matrix)
    return index


def _read(path: Path, count: int, dim: int) -> Any:
    faiss = _faiss()
    size = _FAISS_HEADER_BYTES + 4 * count * dim
    if path.stat().st_size == size:  # so a header can't claim more than the file holds
        try:
            mapped = faiss.IO_FLAG_MMAP_IFC if size >= MAP_BYTES else 0
            index = faiss.read_index(str(path), mapped)
        except RuntimeError as error:
            raise DamagedIndexError(f"{path}: faiss can't read it ({error})") from error
        if (index.ntotal, index.d) == (count, dim):
            return index
    raise DamagedIndexError(
        f"{path}: is no flat index of {count} vectors of dimension {dim}, as the manifest names"
    )


def _npy_head(count: int, dim: int) -> bytes:
    """Return the head of a ``.npy`` file, version 1.0: padded to 64 bytes."""
    fields = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({count}, {dim}), }}"
    text = fields.ljust(-(-(10 + len(fields) + 1) // 64) * 64 - 11) + "\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text.encode("ascii")


def _npy_size(count: int, dim: int) -> int:
    return len(_npy_head(count, dim)) + 4 * count * dim


def _npy(
    blocks: Iterable["NDArray[np.float32]"], count: int, dim: int
) -> Iterator[bytes | memoryview]:
    import numpy as np

    yield _npy_head(count, dim)
    for block in blocks:
        if block.ndim != 2 or block.shape[1] != dim or block.dtype != np.float32:
            raise ValueError(f"vectors of {block.dtype} {block.shape}; expected float32 (m, {dim})")
        if len(block):
            yield np.ascontiguousarray(block, dtype="<f4").data.cast("B")


def _matrix(path: Path, count: int, dim: int) -> "NDArray[np.float32]":
    import numpy as np

    head = len(_npy_head(count, dim))
    if _npy_size(count, dim) < MAP_BYTES:
        return np.fromfile(path, dtype="<f4", offset=head).reshape(count, dim)
    return np.memmap(path, dtype="<f4", mode="r", offset=head, shape=(count, dim))
