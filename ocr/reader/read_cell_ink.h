// A table's cell on a scan: its figures are read again from the ink of the whole cell, by our own net, its
// words line by line. Where the words show nothing and no ink is, it is empty. Not thread safe because
// Tesseract is not.
#pragma once

#include "ocr/reader/free_ink.h"
#include "ocr/reader/table_search.h"

namespace mailroom::ocr::reader {

// As ReadCell (read_tables.h).
void read_cell_ink(FreeInk& ink, const TableColumn& column, const ValuePattern& pattern,
                   const TableCell& cell, FieldReading& reading);

}  // namespace mailroom::ocr::reader
