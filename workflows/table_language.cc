// The keys of a decision table, in a workflow and in a model's own file.
#include "workflows/dmn/table.h"
#include "workflows/key_of_type.h"
#include "workflows/language.h"

namespace mailroom::workflows {

namespace {

using T = KeyType;

Key input(bool in_model) {
  Key column = Key{"", T::mapping, ""}.of(
      {formula("expression", "what is tested").needed().like("claim.household_size"),
       text("label", "its heading; default: the expression").like("Weekly income"),
       Key{"allowed", T::tests, "tests that the input must pass"}.like("\">= 1\"")});
  if (in_model) column.keys.push_back(text("type", "what it is, by a type's name"));
  return Key{"", T::either, "what is tested, one column"}.of(
      {Key{"", T::expression, "an expression"}, std::move(column)});
}

Key output(bool in_model) {
  Key column = Key{"", T::mapping, ""}.of(
      {text("name", "its name").like("band"),
       Key{"allowed", T::tests, "its values; their order is their priority"}.like("'\"full\", \"half\"'"),
       formula("otherwise", "the result when no rule matches").like("'\"none\"'")});
  if (in_model) {
    column.keys.push_back(text("label", "its heading; default: its name"));
    column.keys.push_back(text("type", "what it is, by a type's name"));
  } else {
    column.keys.front().required = true;
  }
  return Key{"", T::either, "a result, one column"}.of({Key{"", T::text, "its name"}, std::move(column)});
}

Key cell() {
  return {"", T::text, "a cell"};
}

Key reason() {
  return Key{"reason", T::either, "why, in words for a letter"}
      .like("your income is below £120.00 a week")
      .of({text("", "in one language"),
           Key{"", T::map, "by language; the first is for all others"}.of({text("", "in that language")})});
}

Key long_rule() {
  return Key{"", T::mapping, "a rule"}.of(
      {list_of("when", "tests, one for each input; \"-\" is always", cell())
           .needed()
           .like("[\"< 120\", \"-\"]"),
       list_of("then", "results, one for each output, as expressions", cell())
           .needed()
           .like("['\"full\"', \"0\"]"),
       text("id", "its name; default: its number").like("full-award"),
       text("reference", "the law it follows").like("reg 4(2)"), reason(),
       text("note", "for the next author").like("as amended in 2026"),
       Key{"valid_from", T::date, "the first day it is in force"}.like("2026-04-01"),
       Key{"valid_to", T::date, "the last day it is in force"}.like("2027-03-31")});
}

}  // namespace

std::vector<Key> table_keys(bool in_model) {
  return {Key{"hit_policy", T::choice, "what happens when several rules match"}.by_default("unique").one_of(
              dmn::hit_policy_names()),
          list_of("inputs", "what is tested", input(in_model)).like("[weekly_income, claim.household_size]"),
          list_of("outputs", "what comes out", output(in_model)).like("[band, weekly_award]"),
          list_of("rules", "top to bottom",
                  Key{"", T::either, "a rule"}.of(
                      {list_of("", "tests, then results: one cell for each input and output", cell()),
                       long_rule()}))};
}

const Key& rule_key() {
  static const Key kKey = long_rule();
  return kKey;
}

}  // namespace mailroom::workflows
