#include "workflows/dmn/table_index.h"

namespace mailroom::dmn {

namespace {

// What one column may take (32 MB): where more distinct values meet more rules, the cells are evaluated.
constexpr size_t kMostWords = 4u << 20;

}  // namespace

TableIndex::TableIndex(const std::vector<const std::vector<feel::NodePtr>*>& tests) : open_(tests.size()) {
  const size_t inputs = tests.empty() ? 0 : tests.front()->size();
  for (size_t input = 0; input < inputs; ++input) {
    std::vector<std::optional<feel::ValueSet>> sets(tests.size());
    std::optional<Value::Kind> kind;  // the first known cell's; what does not fit it stays open
    for (size_t r = 0; r < tests.size(); ++r) {
      const feel::NodePtr& test = (*tests[r])[input];
      if (test) sets[r] = test->passing();
      if (sets[r] && sets[r]->kind() != kind.value_or(sets[r]->kind())) sets[r].reset();
      if (sets[r]) kind = sets[r]->kind();
    }
    const bool indexed = kind && columns_.size() < kMostColumns && Axis::size_of(sets) <= kMostWords;
    for (size_t r = 0; r < tests.size(); ++r) {
      if ((*tests[r])[input] && !(indexed && sets[r])) open_[r].push_back(static_cast<uint32_t>(input));
    }
    if (indexed) columns_.push_back({input, Axis(*kind, sets)});
  }
}

}  // namespace mailroom::dmn
