#include "cli/sarif.h"

#include <algorithm>
#include <map>

#include "cli/codes/codes.h"
#include "cli/file_uri.h"

namespace mailroom::cli {

namespace {

Value region_of(const Place& place) {
  Context region{{"startLine", place.line}};
  if (place.column > 0) {
    region.put("startColumn", place.column);
    region.put("endColumn", place.column + std::max(1, place.length));
  }
  return region;
}

// A rule tells what to do, so that a code host shows it without asking anybody.
Value rule_of(const std::string& name) {
  Context rule{{"id", name}};
  const Code* code = find_code(name);
  if (code == nullptr) return rule;
  rule.put("shortDescription", Context{{"text", code->meaning}});
  rule.put("help", Context{{"text", code->remedy}});
  if (std::string uri = code_uri(name); !uri.empty()) rule.put("helpUri", std::move(uri));
  return rule;
}

}  // namespace

Value to_sarif(const std::vector<Diagnostic>& problems, const std::string& version) {
  constexpr std::string_view kLevels[] = {"error", "warning", "note"};
  List rules, results;
  std::map<std::string, int> rule_numbers;
  for (const Diagnostic& problem : problems) {
    const auto [rule, is_new] = rule_numbers.emplace(problem.code, static_cast<int>(rules.size()));
    if (is_new) rules.push_back(rule_of(problem.code));
    Context where{{"artifactLocation", Context{{"uri", uri_of(problem.place.file)}}}};
    if (problem.place.line > 0) where.put("region", region_of(problem.place));
    const std::string hint = problem.hint.empty() ? "" : "\n" + problem.hint;
    results.emplace_back(Context{{"ruleId", problem.code},
                                 {"ruleIndex", rule->second},
                                 {"level", kLevels[static_cast<size_t>(problem.severity)]},
                                 {"message", Context{{"text", problem.message + hint}}},
                                 {"locations", List{Context{{"physicalLocation", std::move(where)}}}}});
  }
  const Context driver{{"name", "mailroom"}, {"version", version}, {"rules", std::move(rules)}};
  return Context{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                 {"version", "2.1.0"},
                 {"runs", List{Context{{"tool", Context{{"driver", driver}}},
                                       {"columnKind", "unicodeCodePoints"},
                                       {"results", std::move(results)}}}}};
}

}  // namespace mailroom::cli
