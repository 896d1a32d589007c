// Pieces of a workflow as they are compared: what is shown to people beside what it means. Internal to
// diff*.cc. Plain values, pure functions.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/yaml.h"
#include "workflows/diff.h"
#include "workflows/dmn/table.h"
#include "workflows/reasons.h"

namespace mailroom::workflows {

struct Written {
  std::string shown;
  std::string meaning;  // equal: they mean the same; empty: nothing is written
  Place place = {};
  bool is_nothing() const { return meaning.empty(); }
};

Written plain(std::string text, Place place = {});
// Blanks, comments and quotes do not count.
Written expression(std::string_view feel, Place place);
Written formula(const std::optional<Formula>& formula);
// Unary tests: the values that pass count, where that is known.
Written tests(const dmn::Cell& cell);
Written period(const std::optional<Period>& period);

// A tree of texts as its ends, each with its path: "insert.row.nino".
using Leaves = std::vector<std::pair<std::string, Written>>;
void add_leaves(Leaves& leaves, const std::string& path, const Content& content);
void add_leaves(Leaves& leaves, const std::string& path, const Value& value);
// Items of a list are known by their `id` or `name` if they have one, otherwise by their place.
void add_leaves(Leaves& leaves, const std::string& path, const yaml::Node& node);

// Of elements in their new order, each with its old place: those that are not where they were, as few as
// explain the rest.
std::vector<size_t> moved(const std::vector<size_t>& old_places);

// The changes of one part of a workflow, collected.
class PartDiff {
 public:
  PartDiff(std::vector<Change>& changes, std::string part, std::string name)
      : changes_(changes), part_(std::move(part)), name_(std::move(name)) {}

  // Says nothing if they mean the same.
  void compare(const std::string& what, const Written& before, const Written& now);
  void compare(const Leaves& before, const Leaves& now);
  void add(Change::Kind kind, const std::string& what, const Written& before, const Written& now);

 private:
  std::vector<Change>& changes_;
  std::string part_, name_;
};

// Parts that bear names, the old ones in their order, then the new ones: `each` gets null for what is not
// there.
template <class Part, class NameOf, class Each>
void pair_by_name(const std::vector<Part>& before, const std::vector<Part>& now, NameOf name_of, Each each) {
  const auto find = [&](const std::vector<Part>& parts, const std::string& name) -> const Part* {
    for (const Part& one : parts)
      if (name_of(one) == name) return &one;
    return nullptr;
  };
  for (const Part& one : before) each(name_of(one), &one, find(now, name_of(one)));
  for (const Part& one : now)
    if (!find(before, name_of(one))) each(name_of(one), nullptr, &one);
}

// The tables of one decision: columns by what they test, rules by their ids, their content or their likeness;
// with the reasons of their rules in several languages.
void compare_tables(PartDiff& diff, const dmn::TableSource& before, const std::vector<Reasons>& old_reasons,
                    const dmn::TableSource& now, const std::vector<Reasons>& new_reasons);
// diff_source.cc: decision models and templates.
void compare_models(PartDiff& diff, const Workflow& before, const ModelDecision& old_model,
                    const Workflow& now, const ModelDecision& new_model);
void compare_forms(std::vector<Change>& changes, const Workflow& before, const Workflow& now);

}  // namespace mailroom::workflows
