// One column of a decision table as an axis: the values that occur in its cells cut their kind into pieces,
// alternately what lies between two of them and one of them; all values of a piece pass the same cells. For
// each piece a row of bits says which. Deciding looks a value's piece up; reasoning about a table goes
// through the pieces. Immutable; thread safe.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "workflows/feel/value_set.h"

namespace mailroom::dmn {

class Axis {
 public:
  // `sets`: what each cell lets pass, all of `kind`; none: everything.
  Axis(Value::Kind kind, const std::vector<std::optional<feel::ValueSet>>& sets);

  Value::Kind kind() const { return kind_; }
  const std::vector<Value>& bounds() const { return bounds_; }
  size_t pieces() const { return 2 * bounds_.size() + 1; }
  size_t words() const { return words_; }
  // Bit r of the row (bit r % 64 of word r / 64): whether cell r lets the piece pass.
  const uint64_t* row(size_t piece) const { return rows_.data() + piece * words_; }
  // The piece of a value of this kind: 2i + 1 is the i-th bound, 2i what lies before it.
  size_t piece_of(const Value& value) const;
  // How many words the rows of such an axis would take.
  static size_t size_of(const std::vector<std::optional<feel::ValueSet>>& sets);

 private:
  Value::Kind kind_;
  std::vector<Value> bounds_;  // ascending
  size_t words_;
  std::vector<uint64_t> rows_;
};

}  // namespace mailroom::dmn
