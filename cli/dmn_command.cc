// `mailroom dmn`: decision models on their own. `dmn eval` decides, and explains; `dmn tck` runs the
// standard's compatibility kit.
#include <algorithm>
#include <fstream>
#include <ostream>

#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/rules_file.h"
#include "workflows/dmn/model.h"
#include "workflows/dmn/tck.h"
#include "workflows/feel/text_of.h"

namespace mailroom::cli {

void add_dmn_command(CLI::App& app, Program& program);
void add_dmn_convert_command(CLI::App& parent, Program& program);

namespace {

struct TckOptions {
  std::string folder, csv;
};

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  return "\"" + replace_all(text, "\"", "\"\"") + "\"";
}

int run_dmn_tck(const TckOptions& options, Program& program) {
  std::string csv;
  const dmn::TckCount count = dmn::run_tck(options.folder, [&](const dmn::TckResult& r) {
    csv += csv_field(r.suite) + "," + csv_field(r.file) + "," + csv_field(r.testcase) + "," +
           csv_field(r.node) + "," + (r.success ? "SUCCESS" : "ERROR") + "," + csv_field(r.detail) + "\n";
    if (!r.success) program.err << r.suite << " " << r.testcase << " " << r.node << ": " << r.detail << '\n';
  });
  if (!options.csv.empty()) write_file(options.csv, csv);
  program.out << count.passed << " passed, " << count.failed << " failed\n";
  return count.failed == 0 ? kFine : kDidNotPass;
}

struct EvalOptions {
  std::string model, decision, input;
  bool explain = false, json = false;
};

Value given_input(const std::string& text) {
  if (text.empty()) return Context{};
  const bool is_file = text[0] == '@';
  return parse_json(is_file ? read_file(text.substr(1)) : text, is_file ? text.substr(1) : "--input");
}

// The table with what each cell compared: a fired rule is marked, a failed cell shows the actual value.
void explain(const dmn::Trace& trace, std::ostream& out) {
  out << trace.table << " (" << to_string(trace.hit_policy) << ")\n";
  for (const dmn::RuleTrace& rule : trace.rules) {
    out << (rule.matched ? "  * " : "    ") << "rule " << rule.number;
    if (!rule.reference.empty()) out << ", " << rule.reference;
    if (!rule.in_force) out << ": not in force";
    for (const dmn::CellTrace& cell : rule.cells) {
      if (!cell.evaluated) continue;
      out << (cell.matched ? "  " : "  not ") << cell.input << " " << (cell.test.empty() ? "-" : cell.test);
      if (!cell.matched) out << ": it is " << feel::literal_text(cell.actual);
    }
    out << '\n';
  }
  const bool fired = std::any_of(trace.rules.begin(), trace.rules.end(),
                                 [](const dmn::RuleTrace& rule) { return rule.matched; });
  const dmn::RuleTrace* nearest = fired ? nullptr : nearest_rule(trace);
  if (!nearest) return;
  std::vector<std::string> failed;
  for (const dmn::CellTrace& cell : nearest->cells) {
    if (!cell.matched)
      failed.push_back(cell.input + " is " + feel::literal_text(cell.actual) + ", not " + cell.test);
  }
  out << "  no rule matches; nearest is rule " << nearest->number << ": " << join(failed, "; ") << '\n';
}

int run_dmn_eval(const EvalOptions& options, Program& program) {
  std::vector<Diagnostic> diagnostics;
  const auto model = load_rules(options.model, diagnostics);
  const std::string source = read_file(options.model);
  for (const Diagnostic& d : diagnostics) {
    program.err << to_text(d, d.place.file == options.model ? source : "", program.error_terminal.colour);
  }
  if (!model) return kWrongUse;
  const Value input = given_input(options.input);
  if (!input.is(Value::Kind::context)) {
    throw Error(Fault::usage, "input_no_object",
                "the input expected a JSON object, got " + std::string(kind_name(input.kind())));
  }
  const Context facts = model->with_declared_types(input.context());
  auto answer = model->decide(options.decision, facts, options.explain);
  if (!answer) answer = model->serve(options.decision, facts, {}, options.explain);
  if (!answer) {
    std::vector<std::string> known = model->decisions();
    const auto nearest = nearest_name(options.decision, known);
    throw Error(Fault::usage, "decision_not_found", "the model has no decision '" + options.decision + "'",
                options.model,
                nearest ? "did you mean '" + *nearest + "'?" : "it has " + quoted_list(known, "and"));
  }
  for (const feel::Notice& n : answer->notices) program.err << "note: " << n.message << '\n';
  if (options.json) {
    List traces;
    for (const dmn::Trace& t : answer->traces) traces.push_back(to_value(t));
    program.out << to_json(Context{{"value", answer->value}, {"tables", std::move(traces)}}) << '\n';
    return kFine;
  }
  for (const dmn::Trace& t : answer->traces) explain(t, program.out);
  program.out << to_json(answer->value) << '\n';
  return kFine;
}

}  // namespace

void add_dmn_command(CLI::App& app, Program& program) {
  CLI::App& dmn =
      add_command(app, {"dmn",
                        "decide by a DMN model, convert it, or run the standard's tests",
                        Group::author,
                        "mailroom dmn eval rules/award.dmn --decision Award --input '{\"income\": 120}'",
                        {}});
  auto eval = std::make_shared<EvalOptions>();
  CLI::App& eval_command =
      add_command(dmn, {"eval",
                        "decide by a model",
                        Group::author,
                        "mailroom dmn eval rules/award.dmn --decision Award --input @claim.json --explain",
                        {}});
  add_option(eval_command, "MODEL", eval->model, "the .dmn file, or a YAML file with decisions").required();
  add_option(eval_command, "--decision", eval->decision, "the decision or decision service").required();
  add_option(eval_command, "--input", eval->input, "the model's inputs by name: JSON, or @FILE");
  add_flag(eval_command, "--explain", eval->explain,
           "show each table with the rules that fired and what failed");
  add_json_option(eval_command, eval->json);
  on_run(eval_command, program, [eval](Program& p) { return run_dmn_eval(*eval, p); });

  add_dmn_convert_command(dmn, program);

  auto tck = std::make_shared<TckOptions>();
  CLI::App& tck_command = add_command(dmn, {"tck",
                                            "run DMN compatibility kit tests",
                                            Group::author,
                                            "mailroom dmn tck tck/TestCases --csv results.csv",
                                            {}});
  add_option(tck_command, "DIR", tck->folder, "the folder with the tests and models").required();
  add_option(tck_command, "--csv", tck->csv, "write suite,file,testcase,node,SUCCESS|ERROR,detail here");
  on_run(tck_command, program, [tck](Program& p) { return run_dmn_tck(*tck, p); });
}

}  // namespace mailroom::cli
