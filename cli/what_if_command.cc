// `mailroom what-if`: which outcomes would change by other rules, on sample facts or on the stored facts of
// the site's cases.
#include <algorithm>
#include <memory>
#include <ostream>

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/answer.h"
#include "cli/desk.h"
#include "cli/show_what_if.h"
#include "cli/what_if_rules.h"
#include "workflows/stored_value.h"

namespace mailroom::cli {

void add_what_if_command(CLI::App& app, Program& program);

namespace {

using workflows::Given;

constexpr uint64_t kMostBytes = 64u << 20;
constexpr size_t kCasesAtATime = 200;

struct Options : DeskOptions {
  std::string before, after, facts, decision, workflow, from, to;
  std::vector<std::string> cases;
  bool csv = false;
};

// One JSON object a line.
void each_sample(const std::string& file, const std::function<void(const Given&)>& take) {
  size_t line = 0, samples = 0;
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
    take({std::to_string(++samples), facts.context()});
  }
  if (samples == 0)
    throw Error(Fault::usage, "no_samples", "there are no samples", file, "one JSON object a line");
}

// Which cases, as pages of `cases.facts` are asked for.
struct CaseChoice {
  Context filter;
  std::vector<std::string> numbers;  // instead: these
};

CaseChoice choice_of(const Options& options, const std::string& workflow) {
  CaseChoice choice;
  std::string word;
  for (const std::string& one : options.cases) {
    const bool is_number = !one.empty() && one[0] >= '0' && one[0] <= '9';
    if (is_number) choice.numbers.push_back(case_number_of(one));
    if (!is_number && !word.empty())
      throw Error(Fault::usage, "wrong_use", "--cases says both '" + word + "' and '" + one + "'", {},
                  "one of decided, all or a state; or the numbers of cases");
    if (!is_number) word = one;
  }
  const bool filtered = !word.empty() || !options.from.empty() || !options.to.empty();
  if (!choice.numbers.empty() && filtered)
    throw Error(Fault::usage, "wrong_use", "--cases names cases: nothing else can choose them", {},
                "leave out --from, --to and other words, or the numbers");
  choice.filter = {{"workflow", workflow}, {"from", options.from}, {"to", options.to}};
  if (word.empty()) word = "decided";
  if (word == "decided") {
    choice.filter.put("decided", choice.numbers.empty());
  } else if (word != "all") {
    choice.filter.put("state", state_named(word));
  }
  return choice;
}

// Page by page; what is beside the cases goes to the report.
void each_case(const Options& options, const CaseChoice& choice, WhatIf& report,
               const std::function<void(const Value&)>& take) {
  Context page = choice.filter;
  page.put("limit", kCasesAtATime);
  for (size_t at = 0;;) {
    if (!choice.numbers.empty()) {
      const size_t end = std::min(choice.numbers.size(), at + kCasesAtATime);
      List numbers;
      for (; at < end; ++at) numbers.emplace_back(choice.numbers[at]);
      page.put("cases", std::move(numbers));
    }
    const Value answer = ask(options, "cases.facts", page);
    report.undecided += count(answer, "undecided");
    report.no_facts += count(answer, "no_facts");
    report.other_workflow += count(answer, "other_workflow");
    report.erased += count(answer, "erased");
    for (const Value& one : list(answer, "cases")) take(one);
    const std::string next = text(answer, "next");
    if (choice.numbers.empty() ? next.empty() : at == choice.numbers.size()) return;
    page.put("after", next);
  }
}

Given given_by(const Value& stored) {
  Given given{text(stored, "number"), {}, texts(stored, "approvals")};
  if (const Value facts = workflows::from_stored(part(stored, "facts")); facts.is(Value::Kind::context))
    given.facts = facts.context();
  return given;
}

// Whether the case was decided otherwise than these outcomes say: by a person, or by other rules.
bool stands_otherwise(const Value& stored, const std::vector<workflows::Outcome>& outcomes) {
  const auto differs = [&](const std::string& decision, const Value& stands) {
    const auto found = std::ranges::find(outcomes, decision, &workflows::Outcome::decision);
    return found != outcomes.end() && found->value != stands;
  };
  const std::string route = text(stored, "route");
  if (!route.empty() && differs(workflows::kTheRoute, route)) return true;
  return std::ranges::any_of(list(stored, "decisions"), [&](const Value& one) {
    return differs(text(one, "id"), workflows::from_stored(part(one, "value")));
  });
}

void must_know(const Options& options, const NamedRules& before) {
  const auto& known = before.rules->decisions();
  if (options.decision.empty() || std::ranges::find(known, options.decision) != known.end()) return;
  throw Error(Fault::usage, "decision_not_found", "there is no decision '" + options.decision + "'",
              before.label, "it has " + quoted_list(known, "and"));
}

// The workflow whose cases they are.
std::string workflow_for(const Options& options, const NamedRules& before, const NamedRules& after) {
  for (const std::string& id : {options.workflow, before.workflow, after.workflow}) {
    if (!id.empty()) return id;
  }
  throw Error(Fault::usage, "wrong_use", "of which workflow are the cases? '" + before.label + "' is a model",
              {}, "name it: --workflow ID");
}

int what_if(const Options& options, Program& program) {
  const bool of_cases = options.facts.empty();
  if (!of_cases &&
      (!options.cases.empty() || !options.from.empty() || !options.to.empty() || !options.workflow.empty()))
    throw Error(Fault::usage, "wrong_use", "--facts gives samples, the other options choose cases", {},
                "one of both");
  const auto rules = of_cases ? rules_for_cases : rules_for_samples;
  const NamedRules before = rules(options.before, options, program);
  const NamedRules after = rules(options.after, options, program);
  must_know(options, before);
  WhatIf report{of_cases ? "case" : "sample", before.label, after.label, {}};
  workflows::Comparer comparer(*before.rules, *after.rules, options.decision);
  const bool as_csv = options.csv && !options.json;
  if (as_csv) program.out << what_if_csv_header(report.noun);
  const auto compare = [&](const Given& given) {
    auto compared = comparer.compare(given);
    for (const auto& difference : compared.differences)
      if (as_csv) program.out << what_if_csv(given.name, difference);
    return std::move(compared.before);
  };
  if (of_cases) {
    each_case(options, choice_of(options, workflow_for(options, before, after)), report,
              [&](const Value& stored) {
                if (!stands_otherwise(stored, compare(given_by(stored)))) return;
                ++report.otherwise;
                if (before.version > 0 && count(stored, "version") != before.version)
                  ++report.otherwise_by_version;
              });
  } else {
    each_sample(options.facts, compare);
  }
  report.comparison = comparer.result();
  if (options.json) {
    program.out << to_json(to_value(report)) << "\n";
  } else {
    (as_csv ? program.err : program.out) << show_what_if(report);
  }
  return kFine;
}

}  // namespace

void add_what_if_command(CLI::App& app, Program& program) {
  auto options = std::make_shared<Options>();
  CLI::App& command = add_command(
      app,
      {"what-if", "say which outcomes other rules would change", Group::author,
       "mailroom what-if ctr ctr-next-year.yaml  # on all cases that were decided\n"
       "mailroom what-if ctr@4 ctr@5 --cases closed --from 2026-04-01 --to 2026-06-30\n"
       "mailroom what-if ctr next.yaml --cases 26-48817-9 --cases 26-48818-7\n"
       "mailroom what-if ctr next.yaml --csv > changes.csv  # each case that would change\n"
       "mailroom what-if workflows/ctr.yaml next.yaml --facts samples.jsonl  # no site is needed",
       "Both decide the same facts; what differs is shown by outcome, before and after, with the rules that "
       "are responsible and what amounts come to together. OLD and NEW are each a workflow (.yaml), a model "
       "(.dmn), or a version that the site keeps: 'ctr' the one in force, 'ctr@4' that one.\n\n"
       "Cases are decided by their stored facts, each on its own effective date, through facts, checks, "
       "decisions and routes; doubts about what was read are not raised again, and what people approved "
       "stays approved. Only outcomes and case numbers are shown, but facts are looked at: each case keeps a "
       "record of that. Nothing is changed.\n\n"
       "Of samples a workflow's decisions alone are compared: names that no decision bears are what the "
       "samples give, the facts and the date 'effective' too."});
  add_option(command, "OLD", options->before, "the rules now: a file, or a workflow's id, with @VERSION")
      .required();
  add_option(command, "NEW", options->after, "the rules to compare with").required();
  add_option(command, "--cases", options->cases,
             "decided (default), all, a state (closed, waiting …), or a case's number; repeat it")
      .type_name("WHICH")
      .one_each_time();
  add_option(command, "--from", options->from, "cases received on this day or later").type_name("DATE");
  add_option(command, "--to", options->to, "cases received on this day or before").type_name("DATE");
  add_option(command, "--workflow", options->workflow, "whose cases, if not those of OLD").type_name("ID");
  add_option(command, "--facts", options->facts, "instead of cases samples: one JSON object a line")
      .type_name("FILE");
  add_option(command, "--decision", options->decision, "only this decision (all that both have)");
  add_flag(command, "--csv", options->csv, "each difference as a row for a spreadsheet");
  add_desk_options(command, *options);
  on_run(command, program, [options](Program& p) { return what_if(*options, p); });
}

}  // namespace mailroom::cli
