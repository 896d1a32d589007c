#include "base/text.h"
#include "cli/answer.h"
#include "cli/words.h"

namespace mailroom::cli {

namespace {

std::string compared(const Value& cell, bool matched) {
  const std::string test = text(cell, "test");
  const std::string actual = text(cell, "actual");
  return text(cell, "input") + " " + (actual.empty() ? "nothing" : actual) + (matched ? " is " : " is not ") +
         test;
}

// Of a rule that fired all that was compared; of another one where it stopped.
std::string rule_in_words(const Value& rule) {
  const std::string name = "rule " + text(rule, "rule");
  if (part(rule, "in_force").is(Value::Kind::boolean) && !flag(rule, "in_force")) {
    return name + " no: not in force on that date";
  }
  const bool fired = flag(rule, "matched");
  std::vector<std::string> words;
  for (const Value& cell : list(rule, "cells")) {
    const bool matched = flag(cell, "matched");
    if (text(cell, "test") == "-" || !flag(cell, "evaluated")) continue;
    if (fired || !matched) words.push_back(compared(cell, matched));
  }
  return name + (fired ? " yes" : " no") + (words.empty() ? "" : ": " + join(words, ", "));
}

}  // namespace

std::vector<std::string> trace_in_words(const Value& trace) {
  std::vector<std::string> lines;
  for (const Value& rule : list(trace, "rules")) lines.push_back(rule_in_words(rule));
  // Of a model's decision the tables on the way, each under its name.
  for (const Value& table : list(trace, "tables")) {
    lines.push_back(text(table, "table"));
    for (const std::string& line : trace_in_words(table)) lines.push_back(line);
  }
  return lines;
}

}  // namespace mailroom::cli
