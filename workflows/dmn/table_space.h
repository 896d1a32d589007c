// A decision table as geometry: each rule is a box whose sides are the values that its cells let pass, one
// axis an input (and one of dates for rules in force for a time). What no box covers, what two cover, whether
// others cover one of them: found by a sweep over the axes' pieces, as in Calvanese, Dumas, Laurson, Maggi,
// Montali, Teinemaa: Semantics and analysis of DMN decision tables (BPM 2016), with what is known to be
// covered kept in mind, and a limit on the work.
//
// It errs on the side of silence. A cell that is an arbitrary expression is open: for a hole it is taken to
// pass everything, for an overlap or a cover nothing. Examples are of values that are certain to occur: of
// inputs that are names or whose values are declared, texts that the column mentions, numbers as fine as the
// column writes them (none between 1 and 2, but 1.1 between 1 and 1.5). What covers a rule must cover all
// that is possible: every text, every number, and null, where something was not given. One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "workflows/dmn/table_code.h"

namespace mailroom::dmn {

// The kind of a type's values, of the kinds that can be reasoned about.
std::optional<Value::Kind> value_kind(const feel::Type& type);

class TableSpace {
 public:
  using Bits = std::vector<uint64_t>;
  // An example: a value for each input that matters, and perhaps for the date (the last one).
  using Point = std::vector<std::optional<Value>>;

  explicit TableSpace(const TableCode& table);

  // Whether the rule's cells are all known; and the input of which nothing passes its cell.
  bool is_known(size_t rule) const { return known_[rule]; }
  std::optional<size_t> impossible_input(size_t rule) const;
  // Up to `most` examples that no rule covers.
  std::vector<Point> holes(size_t most) const;
  // An example that both rules cover, both being known.
  std::optional<Point> overlap(size_t a, size_t b) const;
  // Whether the given rules, all known, leave nothing of `rule`. False too if that would take too long to
  // find out.
  bool is_covered(size_t rule, const std::vector<size_t>& by) const;

 private:
  // A part of an axis whose values the same rules cover.
  struct Piece {
    Bits rules;
    Value sample;
    bool is_certain = false;  // the sample can be an input
  };
  struct Dimension {
    size_t input;
    std::vector<Piece> pieces;
    std::vector<Bits> of_rule;  // by rule: which of `pieces` it covers
    Bits certain;               // which of `pieces` are
  };
  struct Search {
    std::optional<size_t> within;  // a rule
    uint64_t work_left;
    size_t most = 1;
    bool only_certain = false;
    std::vector<Point> holes = {};
    std::set<std::pair<size_t, Bits>> visited = {};  // by depth
    bool given_up = false;

    bool spend(uint64_t work) {
      if (work_left < work)
        given_up = true, work_left = 0;
      else
        work_left -= work;
      return !given_up;
    }
  };

  void add_input(const TableCode& table, size_t input);
  void add_dates(const TableSource& source);
  void add(size_t input, std::vector<Piece> pieces);
  // `path`: the pieces chosen so far, by dimension.
  void sweep(Search& search, size_t depth, const Bits& active, std::vector<size_t>& path) const;
  Point example(std::vector<size_t> path) const;
  bool covers_all(size_t rule, const Dimension& dimension) const;

  size_t rules_, inputs_, words_;
  std::vector<bool> known_;
  std::vector<Dimension> dimensions_;  // those with fewer pieces first
  std::vector<Bits> unlimited_;        // by dimension: the rules that cover all from there on
};

}  // namespace mailroom::dmn
