// A table on a page of free layout: told by its header's wordings, read row by row. Plain values; see
// ocr/form.h.
//
// What is read of a table are fields like all others: how many rows it has, under the table's own id, and
// its cells, each under the path by which an expression finds it: `deductions[2].amount`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/field.h"

namespace mailroom::ocr {

struct TableColumn {
  Field field;            // of each cell; its `near` are the header's wordings
  bool optional = false;  // a table without it is the table all the same
  std::string total;      // id of the form's field that states the column's sum; may be empty
};

struct Table {
  Field rows;  // the table's id and label; its value is the number of rows
  std::vector<TableColumn> columns;
  std::vector<std::string> until;  // wordings of the row after the last; may be empty

  const TableColumn* find(std::string_view column_id) const;
};

struct CellName {
  std::string table;
  int row = 1;  // from 1
  std::string column;
  friend bool operator==(const CellName&, const CellName&) = default;
};

inline constexpr int kMaxRows = 1'000;  // of a table

std::string to_string(const CellName& cell);
// None for the id of anything but a cell.
std::optional<CellName> parse_cell_name(std::string_view id);

}  // namespace mailroom::ocr
