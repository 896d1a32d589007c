// Where a table of a free layout stands among a page's words, and which of them are its rows' cells. The
// header tells the columns: a cell belongs to the one with which it is aligned, by its left edge, its right
// edge or its middle. Other tables beside it on the page have headers in the same line and are told apart by
// them. Pure, thread safe. Places in points of the page.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ocr/form.h"
#include "ocr/reader/label_search.h"

namespace mailroom::ocr::reader {

struct CellLine {
  std::string text;
  Zone zone;
};

struct TableCell {
  std::vector<CellLine> lines;  // of words; none if it is empty
  double confidence = 1;        // of its words
  Zone place;                   // of the column's width and the row's height: where its ink would be
  bool is_doubtful = false;

  std::string text() const;  // its lines with a blank between them
};

struct TableRow {
  std::vector<TableCell> cells;  // as Table::columns
};

struct FoundTable {
  std::vector<bool> has_column;  // as Table::columns
  std::vector<TableRow> rows;
  Zone zone;                // header and rows
  std::vector<Zone> words;  // where the rows' words stand, cell by cell: on a photograph their lines slant
  // What ended it: a row that the template names, or what ends a table anyhow (a gap, another header, a
  // label, the page).
  bool ends_as_named = false;
  // The rows may be others: a line that may belong to either of two, a cell between two columns, a second
  // header.
  bool is_doubtful = false;
};

// All of the form's, as Form::tables; none for one whose header is not on the page.
std::vector<std::optional<FoundTable>> find_tables(const Form& form, const std::vector<Line>& lines,
                                                   const LabelSearch& search);

// None if its header is not on the page.
std::optional<FoundTable> find_table(const Table& table, const std::vector<Table>& all,
                                     const std::vector<Line>& lines, const LabelSearch& search);

}  // namespace mailroom::ocr::reader
