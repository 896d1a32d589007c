// Which rules of a table can match: each column's axis leads from an input's value to a row of bits, one a
// rule, and the bits that are set in all rows are the rules that match. Cells that are arbitrary expressions
// stay open: they are left to be evaluated. Built once, then immutable: thread safe.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "workflows/dmn/axis.h"
#include "workflows/feel/node.h"

namespace mailroom::dmn {

class TableIndex {
 public:
  static constexpr size_t kMostColumns = 32;

  // The rows of bits that a decision's inputs lead to.
  class Rows {
   public:
    // Whether rules 64·word to 64·word + 63 may match, one a bit.
    uint64_t word(size_t word) const {
      uint64_t bits = rows_[0][word];
      for (size_t i = 1; i < count_; ++i) bits &= rows_[i][word];
      return bits;
    }

   private:
    friend class TableIndex;
    std::array<const uint64_t*, kMostColumns> rows_;
    size_t count_ = 0;
  };

  TableIndex() = default;
  // `tests[rule][column]`: a cell's compiled tests, null if it is always true.
  explicit TableIndex(const std::vector<const std::vector<feel::NodePtr>*>& tests);

  // False if it has nothing to say: no column is indexed, or a value is of another kind than its column's
  // cells (a test that cannot be made gives a notice, so the cells are to be evaluated). `value_of(column)`
  // is an input's value.
  template <class ValueOf>
  bool find(const ValueOf& value_of, Rows& rows) const {
    if (columns_.empty()) return false;
    rows.count_ = columns_.size();
    for (size_t i = 0; i < columns_.size(); ++i) {
      const Axis& axis = columns_[i].axis;
      const Value& value = value_of(columns_[i].input);
      if (value.kind() != axis.kind()) return false;
      rows.rows_[i] = axis.row(axis.piece_of(value));
    }
    return true;
  }
  size_t words() const { return columns_.front().axis.words(); }
  // The columns of a rule that the rows do not answer for.
  const std::vector<uint32_t>& open_cells(size_t rule) const { return open_[rule]; }

 private:
  struct Column {
    size_t input;
    Axis axis;
  };
  std::vector<Column> columns_;
  std::vector<std::vector<uint32_t>> open_;
};

}  // namespace mailroom::dmn
