// `mailroom what-if`: which outcomes would change by other rules, on sample facts.
#include <algorithm>
#include <memory>
#include <ostream>

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/rules_file.h"
#include "cli/show_problems.h"
#include "workflows/dmn/neighbours.h"
#include "workflows/dmn/what_if.h"
#include "workflows/model_file.h"

namespace mailroom::cli {

void add_what_if_command(CLI::App& app, Program& program);

namespace {

constexpr uint64_t kMostBytes = 64u << 20;
constexpr size_t kMostLines = 3;  // named of each change

struct Options {
  std::string before, after, facts, decision;
  bool json = false;
};

// What is wrong is shown and ends it.
dmn::Model sound_rules(const std::string& file, Program& program) {
  std::vector<Diagnostic> problems;
  std::optional<dmn::Model> model = load_rules(file, problems);
  const bool failed = has_errors(problems) || !model;
  show_problems(std::move(problems), program);
  if (failed) throw Error(Fault::usage, "rules_invalid", "the rules cannot be used: see above", file);
  return *std::move(model);
}

// One JSON object a line.
std::vector<Context> load_samples(const std::string& file) {
  std::vector<Context> samples;
  size_t line = 0;
  const std::string text = read_file(file, kMostBytes);
  for (const std::string_view one : split(text, '\n')) {
    ++line;
    if (trim(one).empty()) continue;
    const std::string where = file + ":" + std::to_string(line);
    const Value facts = parse_json(one, where);
    if (!facts.is(Value::Kind::context)) {
      throw Error(Fault::usage, "sample_no_object",
                  "a sample expected a JSON object, got " + std::string(kind_name(facts.kind())), where);
    }
    samples.push_back(facts.context());
  }
  if (samples.empty())
    throw Error(Fault::usage, "no_samples", "there are no samples", file, "one JSON object a line");
  return samples;
}

std::string rules_in_words(const std::vector<std::string>& rules) {
  return rules.empty() ? "no rule" : join(rules, " and ");
}

std::string samples_in_words(const std::vector<size_t>& samples) {
  std::vector<std::string> few;
  for (size_t i = 0; i < std::min(samples.size(), kMostLines); ++i) few.push_back(std::to_string(samples[i]));
  const std::string more = samples.size() > kMostLines ? " …" : "";
  return (samples.size() == 1 ? "sample " : "samples ") + join(few, ", ") + more;
}

void show(const dmn::Comparison& comparison, std::ostream& out) {
  std::string decision;
  for (const dmn::Change& change : comparison.changes) {
    if (change.decision != decision) out << change.decision << "\n";
    decision = change.decision;
    out << "  " << change.samples.size() << "  " << to_json(change.before) << " → " << to_json(change.after)
        << "\n";
    if (!change.rules_before.empty() || !change.rules_after.empty()) {
      out << "      " << rules_in_words(change.rules_before) << " → " << rules_in_words(change.rules_after)
          << "\n";
    }
    out << "      " << samples_in_words(change.samples) << "\n";
  }
  if (!comparison.only_before.empty())
    out << "no longer decided: " << quoted_list(comparison.only_before, "and") << "\n";
  if (!comparison.only_after.empty())
    out << "newly decided: " << quoted_list(comparison.only_after, "and") << "\n";
  if (!comparison.never_given.empty())
    out << "no sample gives " << quoted_list(comparison.never_given, "or") << ": it counts as missing\n";
  out << count_of(static_cast<long long>(comparison.samples), "sample") << ": "
      << comparison.samples - comparison.changed << " the same, " << comparison.changed << " different\n";
}

Value to_value(const dmn::Comparison& comparison) {
  const auto texts = [](const std::vector<std::string>& all) { return List(all.begin(), all.end()); };
  List changes;
  for (const dmn::Change& change : comparison.changes) {
    changes.emplace_back(Context{{"decision", change.decision},
                                 {"before", change.before},
                                 {"after", change.after},
                                 {"rules_before", texts(change.rules_before)},
                                 {"rules_after", texts(change.rules_after)},
                                 {"samples", List(change.samples.begin(), change.samples.end())}});
  }
  return Context{{"samples", comparison.samples},
                 {"changed", comparison.changed},
                 {"changes", std::move(changes)},
                 {"only_before", texts(comparison.only_before)},
                 {"only_after", texts(comparison.only_after)},
                 {"never_given", texts(comparison.never_given)}};
}

int what_if(const Options& options, Program& program) {
  const dmn::Model before = sound_rules(options.before, program), after = sound_rules(options.after, program);
  if (const auto known = before.decisions();
      !options.decision.empty() && std::find(known.begin(), known.end(), options.decision) == known.end()) {
    throw Error(Fault::usage, "decision_not_found", "there is no decision '" + options.decision + "'",
                options.before, "it has " + quoted_list(known, "and"));
  }
  const dmn::Comparison comparison = compare(before, after, load_samples(options.facts), options.decision);
  if (options.json) {
    program.out << to_json(to_value(comparison)) << "\n";
  } else {
    show(comparison, program.out);
  }
  return kFine;
}

}  // namespace

void add_what_if_command(CLI::App& app, Program& program) {
  auto options = std::make_shared<Options>();
  CLI::App& command = add_command(
      app,
      {"what-if", "say which outcomes other rules would change", Group::author,
       "mailroom what-if workflows/ctr.yaml ctr-next-year.yaml --facts samples.jsonl",
       "Both decide each sample; what differs is shown by outcome, before and after, with the rules that are "
       "responsible. Names that no decision bears are what the samples give, in a workflow the facts and the "
       "date "
       "'effective' too."});
  add_option(command, "OLD", options->before, "the rules now: a workflow (.yaml) or a model (.dmn)")
      .required();
  add_option(command, "NEW", options->after, "the rules to compare with").required();
  add_option(command, "--facts", options->facts, "the samples: one JSON object a line").required();
  add_option(command, "--decision", options->decision, "only this decision (all that both have)");
  add_json_option(command, options->json);
  on_run(command, program, [options](Program& p) { return what_if(*options, p); });
}

}  // namespace mailroom::cli
