"""Reading and indexing: documents, entries, concepts, chunks, vectors."""
