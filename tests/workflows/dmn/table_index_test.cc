// Deciding by the index of the columns is deciding by the cells: with a trace each cell is evaluated, without
// one only those that the index does not answer for.
#include "workflows/dmn/table_index.h"

#include <gtest/gtest.h>

#include <random>

#include "workflows/dmn/table.h"
#include "workflows/feel/text_of.h"

namespace mailroom::dmn {
namespace {

const char* const kCells[] = {"-",
                              "< 3",
                              ">= 2",
                              "[1..4)",
                              "(2..5]",
                              "3",
                              "1, 4",
                              "not(2)",
                              "not(1, [3..4])",
                              "!= 3",
                              "? > x",
                              "null",
                              "\"a\"",
                              "not(\"a\")",
                              "\"a\", \"b\"",
                              "> \"a\"",
                              "true",
                              "false",
                              "@\"2026-01-02\"",
                              "> date(\"2026-01-01\")",
                              "(2..2)",
                              "[1, 2, 3]",
                              "1.50",
                              "2 * 2"};

std::vector<Value> some_values() {
  std::vector<Value> values = {Value(), Value("a"), Value("b"), Value("c"), Value(true), Value(false)};
  for (const char* number : {"0", "1", "1.5", "1.50", "2", "3", "4", "5", "-0", "300e-2"})
    values.emplace_back(*Decimal::parse(number));
  for (const char* date : {"2026-01-01", "2026-01-02", "2026-01-03"}) values.emplace_back(*parse_date(date));
  return values;
}

feel::Scope scope() {
  feel::Scope s;
  for (const char* name : {"x", "y"}) s.add(name);
  return s;
}

TableSource random_table(std::mt19937& random) {
  constexpr HitPolicy kPolicies[] = {HitPolicy::unique, HitPolicy::first, HitPolicy::collect, HitPolicy::any};
  TableSource table;
  table.name = "random";
  table.hit_policy = kPolicies[random() % std::size(kPolicies)];
  for (const char* name : {"x", "y"}) table.inputs.push_back({{name, {}}, {}, {}});
  table.outputs.resize(1);
  const size_t rules = random() % 3 == 0 ? 70 : 6;  // more than one word of bits, too
  for (size_t r = 0; r < rules; ++r) {
    TableRule rule;
    for (int i = 0; i < 2; ++i) rule.when.push_back({kCells[random() % std::size(kCells)], {}});
    rule.then.push_back({std::to_string(r), {}});
    if (random() % 4 == 0) rule.valid_from = parse_date("2026-03-01");
    if (random() % 4 == 0) rule.valid_to = parse_date("2026-03-31");
    table.rules.push_back(std::move(rule));
  }
  return table;
}

TEST(TableIndex, DecidesAsTheCellsDo) {
  std::mt19937 random(5);
  for (int i = 0; i < 300; ++i) {
    const TableSource source = random_table(random);
    const auto table = Table::compile(source, scope(), nullptr);
    ASSERT_TRUE(table);
    for (const Value& x : some_values()) {
      for (const Value& y : some_values()) {
        const Context facts{{"x", x}, {"y", y}};
        const std::optional<Date> effective = random() % 2   ? parse_date("2026-02-15")
                                              : random() % 2 ? parse_date("2026-04-15")
                                                             : std::nullopt;
        Trace trace;
        const Decision by_cells = table->decide(facts, effective, &trace),
                       by_index = table->decide(facts, effective);
        ASSERT_EQ(by_index.outcome, by_cells.outcome);
        ASSERT_TRUE(by_index.value == by_cells.value);
        ASSERT_EQ(by_index.fired, by_cells.fired)
            << feel::literal_text(x) << " " << feel::literal_text(y) << " in table " << i;
      }
    }
  }
}

TEST(TableIndex, AnotherKindThanTheColumnsIsSaidAsBefore) {
  TableSource source;
  source.inputs.push_back({{"x", {}}, {}, {}});
  source.outputs.resize(1);
  source.rules.push_back({{{"< 3", {}}}, {{"1", {}}}, {}, {}, {}, {}, {}, {}, {}});
  const auto table = Table::compile(source, scope(), nullptr);
  const Decision decision = table->decide({{"x", Value("a")}});
  ASSERT_EQ(decision.notices.size(), 2u);
  EXPECT_EQ(decision.notices[0].message, "cannot compare string with number");
}

TEST(TableIndex, IsAskedForEveryWordOfRules) {
  TableSource source;
  source.hit_policy = HitPolicy::collect_count;
  source.inputs.push_back({{"x", {}}, {}, {}});
  source.outputs.resize(1);
  for (int i = 0; i < 1000; ++i) {
    source.rules.push_back({{{"<= " + std::to_string(i), {}}}, {{"1", {}}}, {}, {}, {}, {}, {}, {}, {}});
  }
  const auto table = Table::compile(source, scope(), nullptr);
  EXPECT_EQ(feel::literal_text(table->decide({{"x", Value(400)}}).value), "600");
  EXPECT_EQ(feel::literal_text(table->decide({{"x", Value(-1)}}).value), "1000");
  EXPECT_EQ(feel::literal_text(table->decide({{"x", Value(1000)}}).value), "0");
}

}  // namespace
}  // namespace mailroom::dmn
