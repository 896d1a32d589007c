#include "workflows/dmn/axis.h"

#include <algorithm>

namespace mailroom::dmn {

namespace {

using Sets = std::vector<std::optional<feel::ValueSet>>;

// The piece in which a value lies, given how a bound compares with it.
template <class OrderWithBound>
size_t piece_at(const std::vector<Value>& bounds, const OrderWithBound& order_with) {
  size_t from = 0, to = bounds.size();
  while (from < to) {
    const size_t middle = (from + to) / 2;
    const int order = order_with(bounds[middle]);
    if (order == 0) return 2 * middle + 1;
    (order < 0 ? from : to) = order < 0 ? middle + 1 : middle;
  }
  return 2 * from;
}

std::vector<Value> bounds_of(const Sets& sets) {
  std::vector<Value> bounds;
  for (const auto& set : sets) {
    if (!set) continue;
    for (const feel::Interval& interval : set->intervals()) {
      for (const Value& bound : {interval.low, interval.high}) {
        if (!bound.is_null()) bounds.push_back(bound);
      }
    }
  }
  std::sort(bounds.begin(), bounds.end(),
            [](const Value& a, const Value& b) { return feel::order_of(a, b) < 0; });
  bounds.erase(std::unique(bounds.begin(), bounds.end(),
                           [](const Value& a, const Value& b) { return feel::order_of(a, b) == 0; }),
               bounds.end());
  return bounds;
}

}  // namespace

size_t Axis::size_of(const Sets& sets) {
  return (2 * bounds_of(sets).size() + 1) * ((sets.size() + 63) / 64);
}

Axis::Axis(Value::Kind kind, const Sets& sets)
    : kind_(kind), bounds_(bounds_of(sets)), words_((sets.size() + 63) / 64) {
  // From piece to piece only the cells whose intervals start or end there change.
  std::vector<std::vector<size_t>> changes(pieces() + 1);
  std::vector<uint64_t> current(words_);
  const auto flip = [&current](size_t cell) { current[cell / 64] ^= 1ull << (cell % 64); };
  for (size_t cell = 0; cell < sets.size(); ++cell) {
    if (!sets[cell]) {
      flip(cell);
      continue;
    }
    for (const feel::Interval& i : sets[cell]->intervals()) {
      changes[i.low.is_null() ? 0 : piece_of(i.low) + (i.low_included ? 0 : 1)].push_back(cell);
      changes[i.high.is_null() ? pieces() : piece_of(i.high) + (i.high_included ? 1 : 0)].push_back(cell);
    }
  }
  rows_.reserve(pieces() * words_);
  for (size_t piece = 0; piece < pieces(); ++piece) {
    for (const size_t cell : changes[piece]) flip(cell);
    rows_.insert(rows_.end(), current.begin(), current.end());
  }
}

size_t Axis::piece_of(const Value& value) const {
  if (kind_ != Value::Kind::number)
    return piece_at(bounds_, [&](const Value& bound) { return feel::order_of(bound, value); });
  return piece_at(bounds_, [&](const Value& bound) {
    const auto order = bound.number() <=> value.number();
    return order < 0 ? -1 : static_cast<int>(order > 0);
  });
}

}  // namespace mailroom::dmn
