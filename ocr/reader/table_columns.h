// The columns below a table's header: which cell of a line belongs to which. Lines with a cell below each of
// the header's say where the columns' edges are, wherever the header's own words stand above them. Pure,
// thread safe. Places in points of the page.
#pragma once

#include <optional>
#include <vector>

#include "ocr/reader/table_header.h"
#include "ocr/reader/word_lines.h"

namespace mailroom::ocr::reader {

// Words of a line that stand in one column of the header.
struct ColumnCell {
  size_t header_cell = 0;  // of TableHeader::cells
  size_t begin = 0, end = 0;
  Zone zone;
  bool is_doubtful = false;  // it may as well be in another column
};

class TableColumns {
 public:
  // `table`, `header` and `lines` must outlive it.
  TableColumns(const Table& table, const TableHeader& header, const std::vector<Line>& lines);

  // What of the line stands below the header, from the left. What is beside it is left out.
  std::vector<ColumnCell> cells_of(size_t line) const;

 private:
  struct Edges {
    double x0 = 0, x1 = 0;
    bool is_learned = false;  // from rows, not from the header
  };
  struct Piece {
    size_t begin, end;
  };
  std::vector<Piece> pieces_of(size_t line) const;
  bool is_beside(const Zone& zone) const;
  double distance(const Zone& zone, size_t header_cell) const;
  bool is_figures(size_t header_cell) const;

  const Table& table_;
  const TableHeader& header_;
  const std::vector<Line>& lines_;
  std::vector<Edges> edges_;  // as TableHeader::cells
};

}  // namespace mailroom::ocr::reader
