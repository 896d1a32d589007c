// The header of a table among a page's words: its columns' wordings, each a cell of its own, in one line or
// two, from left to right. Pure, thread safe. Places in points of the page.
#pragma once

#include <optional>
#include <vector>

#include "ocr/reader/wording.h"
#include "ocr/table.h"

namespace mailroom::ocr::reader {

// A cell of the header's lines: one of the table's columns or another table's.
struct HeaderCell {
  static constexpr size_t kForeign = SIZE_MAX;
  size_t column = kForeign;  // of Table::columns
  Zone zone;
};

struct TableHeader {
  std::vector<HeaderCell> cells;  // from the left
  size_t first_line = 0, last_line = 0;
  int rank = 0;  // how far down their lists its wordings stand: the lowest is meant first
};

// All places where the header may stand, the likeliest first.
std::vector<TableHeader> find_headers(const Table& table, const std::vector<Line>& lines,
                                      const PageWordings& wordings);

}  // namespace mailroom::ocr::reader
