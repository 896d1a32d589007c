#include "cli/show_test_run.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "base/text.h"

namespace mailroom::cli {

namespace {

using workflows::Coverable;

std::string seconds(std::chrono::microseconds took, int digits) {
  const auto value = Decimal(took.count()).multiply(*Decimal::parse("0.000001"));
  return value ? value->rounded(digits, Rounding::half_up)->to_string() : "0";
}

// Of what tests may come to: how much they came to.
struct Counted {
  int64_t met = 0, all = 0;
  void count(const Coverable& one) {
    ++all;
    met += one.times > 0;
  }
  std::string to_text(std::string_view what) const {
    return std::string(what) + " " + std::to_string(met) + " of " + std::to_string(all);
  }
};

struct OfWorkflow {
  std::string workflow;
  Counted rules, routes, checks;
};

std::vector<OfWorkflow> by_workflow(const std::vector<Coverable>& coverage) {
  std::vector<OfWorkflow> all;
  for (const Coverable& one : coverage) {
    auto at = std::find_if(all.begin(), all.end(),
                           [&](const OfWorkflow& other) { return other.workflow == one.workflow; });
    if (at == all.end()) at = all.insert(all.end(), {one.workflow, {}, {}, {}});
    Counted& counted = one.what == Coverable::What::rule    ? at->rules
                       : one.what == Coverable::What::route ? at->routes
                                                            : at->checks;
    counted.count(one);
  }
  return all;
}

std::string place_of(const Place& place) {
  std::error_code failed;
  const auto near = std::filesystem::relative(place.file, failed);
  const bool is_below = !failed && !near.empty() && *near.begin() != "..";
  std::string text = is_below ? near.string() : place.file;
  if (place.line > 0) text += ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
  return text;
}

}  // namespace

std::string show_failed_test(const TestResult& result, const Terminal& terminal) {
  return paint(terminal, Tone::bad, "failed") + ": " + clean(result.test->name.text) + " (" +
         result.test->workflow->id + ")\n";
}

std::string show_test_run(const TestRun& run, const Terminal& terminal) {
  std::vector<std::string> order;
  std::map<std::string, std::pair<int64_t, int64_t>> counts;  // passed, failed
  bool by_default = false;
  for (const TestResult& result : run.results) {
    const std::string& workflow = result.test->workflow->id;
    if (!counts.count(workflow)) order.push_back(workflow);
    ++(result.passed() ? counts[workflow].first : counts[workflow].second);
    by_default |= !result.test->says_when;
  }
  Table table({Table::Align::left, Table::Align::left});
  for (const std::string& workflow : order) {
    const auto& [passed, failed] = counts[workflow];
    table.row({workflow, failed > 0 ? Table::Cell{std::to_string(passed) + " passed, " +
                                                      std::to_string(failed) + " failed",
                                                  Tone::bad}
                                    : Table::Cell{std::to_string(passed) + " passed"}});
  }
  const size_t failed = run.failed();
  std::string text = table.to_text(terminal);
  text += failed > 0 ? paint(terminal, Tone::bad,
                             std::to_string(failed) + " of " +
                                 count_of(static_cast<long long>(run.results.size()), "test") + " failed")
                     : paint(terminal, Tone::good,
                             count_of(static_cast<long long>(run.results.size()), "test") + " passed");
  text += " in " + seconds(run.took, 2) + " s";
  if (by_default) text += "; where a test does not say when, it is " + to_string(workflows::kTestDay);
  return text + "\n";
}

std::string show_coverage(const TestRun& run, const Terminal& terminal) {
  Table table({Table::Align::left, Table::Align::left});
  for (const OfWorkflow& one : by_workflow(run.coverage))
    table.row({one.workflow, one.rules.to_text("rules") + ", " + one.routes.to_text("routes") + ", " +
                                 one.checks.to_text("checks")});
  std::string text = "coverage\n" + table.to_text(terminal);
  for (const Coverable& one : run.coverage) {
    if (one.times > 0) continue;
    text += "  " + place_of(one.place) + ": ";
    switch (one.what) {
      case Coverable::What::rule:
        text += one.name + " never fired";
        break;
      case Coverable::What::route:
        text += "route " + one.name + " never taken";
        break;
      case Coverable::What::check:
        text += "check " + one.name + " never failed";
        break;
    }
    text += "\n";
  }
  return text;
}

Value to_value(const TestRun& run) {
  List tests, coverage, never;
  for (const TestResult& result : run.results) {
    List failures;
    for (const Diagnostic& failure : result.failures) failures.push_back(to_value(failure));
    tests.push_back(Context{{"name", result.test->name.text},
                            {"workflow", result.test->workflow->id},
                            {"file", result.test->name.place.file},
                            {"line", result.test->name.place.line},
                            {"passed", result.passed()},
                            {"milliseconds", result.took.count() / 1000},
                            {"failures", std::move(failures)}});
  }
  const auto counted = [](const Counted& one) { return Context{{"met", one.met}, {"all", one.all}}; };
  for (const OfWorkflow& one : by_workflow(run.coverage))
    coverage.push_back(Context{{"workflow", one.workflow},
                               {"rules", counted(one.rules)},
                               {"routes", counted(one.routes)},
                               {"checks", counted(one.checks)}});
  for (const Coverable& one : run.coverage) {
    if (one.times > 0) continue;
    never.push_back(Context{{"what", workflows::to_string(one.what)},
                            {"workflow", one.workflow},
                            {"name", one.name},
                            {"file", one.place.file},
                            {"line", one.place.line}});
  }
  return Context{{"tests", std::move(tests)},
                 {"passed", static_cast<int64_t>(run.results.size() - run.failed())},
                 {"failed", static_cast<int64_t>(run.failed())},
                 {"coverage", std::move(coverage)},
                 {"never", std::move(never)}};
}

}  // namespace mailroom::cli
