// Results of tests for machines: TAP and JUnit's XML.
#include <map>

#include "base/json.h"
#include "base/text.h"
#include "cli/show_test_run.h"

namespace mailroom::cli {

namespace {

constexpr int64_t kMicro = 1'000'000;

std::string seconds(std::chrono::microseconds took) {
  std::string fraction = std::to_string(took.count() % kMicro);
  return std::to_string(took.count() / kMicro) + "." + std::string(6 - fraction.size(), '0') + fraction;
}

// XML 1.0 has no place for other control characters, however they are written.
std::string in_xml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else if (c == '\n')
      out += "&#10;";
    else if (static_cast<unsigned char>(c) >= ' ' || c == '\t')
      out += c;
  }
  return out;
}

std::string place_of(const Diagnostic& failure) {
  return failure.place.file + ":" + std::to_string(failure.place.line) + ":" +
         std::to_string(failure.place.column);
}

std::string told(const Diagnostic& failure) {
  return place_of(failure) + ": " + failure.message + (failure.hint.empty() ? "" : "\n  " + failure.hint) +
         "\n";
}

}  // namespace

std::string to_tap(const TestRun& run) {
  std::string text = "TAP version 14\n1.." + std::to_string(run.results.size()) + "\n";
  for (size_t i = 0; i < run.results.size(); ++i) {
    const TestResult& result = run.results[i];
    // '#' would begin a directive.
    const std::string name = replace_all(clean(result.test->name.text), "#", "\\#");
    text += std::string(result.passed() ? "ok " : "not ok ") + std::to_string(i + 1) + " - " +
            result.test->workflow->id + ": " + name + "\n";
    if (result.passed()) continue;
    text += "  ---\n";
    for (const Diagnostic& failure : result.failures) {
      text += "  - at: " + json_quoted(place_of(failure)) + "\n    message: " + json_quoted(failure.message) +
              "\n";
      if (!failure.hint.empty()) text += "    why: " + json_quoted(failure.hint) + "\n";
    }
    text += "  ...\n";
  }
  return text;
}

std::string to_junit(const TestRun& run) {
  struct Suite {
    std::string cases;
    size_t tests = 0, failures = 0;
    std::chrono::microseconds took{0};
  };
  std::vector<std::string> order;
  std::map<std::string, Suite> suites;
  for (const TestResult& result : run.results) {
    const std::string& file = result.test->name.place.file;
    if (!suites.count(file)) order.push_back(file);
    Suite& suite = suites[file];
    ++suite.tests;
    suite.failures += !result.passed();
    suite.took += result.took;
    suite.cases += "    <testcase name=\"" + in_xml(result.test->name.text) + "\" classname=\"" +
                   in_xml(result.test->workflow->id) + "\" file=\"" + in_xml(file) + "\" line=\"" +
                   std::to_string(result.test->name.place.line) + "\" time=\"" + seconds(result.took) + "\"";
    if (result.passed()) {
      suite.cases += "/>\n";
      continue;
    }
    std::string all;
    for (const Diagnostic& failure : result.failures) all += told(failure);
    suite.cases += ">\n      <failure message=\"" + in_xml(result.failures.front().message) + "\">" +
                   in_xml(all) + "</failure>\n    </testcase>\n";
  }
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"" +
                     std::to_string(run.results.size()) + "\" failures=\"" + std::to_string(run.failed()) +
                     "\" time=\"" + seconds(run.took) + "\">\n";
  for (const std::string& file : order) {
    const Suite& suite = suites[file];
    text += "  <testsuite name=\"" + in_xml(file) + "\" tests=\"" + std::to_string(suite.tests) +
            "\" failures=\"" + std::to_string(suite.failures) + "\" errors=\"0\" time=\"" +
            seconds(suite.took) + "\">\n" + suite.cases + "  </testsuite>\n";
  }
  return text + "</testsuites>\n";
}

}  // namespace mailroom::cli
