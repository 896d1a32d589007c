// `mailroom diff`: what a changed workflow means otherwise, rule by rule.
#include <memory>
#include <ostream>

#include "base/json.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/named_workflow.h"
#include "cli/show_diff.h"
#include "workflows/diff.h"

namespace mailroom::cli {

void add_diff_command(CLI::App& app, Program& program);

namespace {

struct Options : DeskOptions {
  std::string before, now;
};

Value to_value(const NamedWorkflow& one) {
  return Context{{"named", one.label}, {"workflow", one.workflow->id}, {"version", one.workflow->version}};
}

// "ctr version 4 → 5"
std::string heading(const workflows::Workflow& before, const workflows::Workflow& now) {
  std::string text = before.id + " version " + std::to_string(before.version);
  if (before.id != now.id) return text + " → " + now.id + " version " + std::to_string(now.version);
  return before.version == now.version ? text : text + " → " + std::to_string(now.version);
}

int diff(const Options& options, Program& program) {
  const NamedWorkflow before = workflow_named(options.before, options.now, options, program);
  const NamedWorkflow now = workflow_named(options.now, options.before, options, program);
  const auto changes = workflows::changes_between(*before.workflow, *now.workflow);
  if (options.json) {
    List list;
    for (const workflows::Change& change : changes) list.push_back(to_value(change));
    program.out << to_json(Context{{"old", to_value(before)},
                                   {"new", to_value(now)},
                                   {"same", changes.empty()},
                                   {"changes", std::move(list)}})
                << "\n";
    return changes.empty() ? kFine : kDidNotPass;
  }
  program.out << heading(*before.workflow, *now.workflow) << ": "
              << (changes.empty() ? "same meaning"
                                  : count_of(static_cast<long long>(changes.size()), "change"))
              << "\n"
              << to_text(changes, program.terminal);
  if (!changes.empty()) {
    program.out << "whose outcome changes: mailroom what-if " << options.before << " " << options.now << "\n";
  }
  return changes.empty() ? kFine : kDidNotPass;
}

}  // namespace

void add_diff_command(CLI::App& app, Program& program) {
  auto options = std::make_shared<Options>();
  CLI::App& command = add_command(
      app,
      {"diff", "what two workflows decide, ask and send otherwise", Group::author,
       "mailroom diff council-tax-reduction workflows/council-tax-reduction.yaml  # with what is in force\n"
       "mailroom diff council-tax-reduction@1 council-tax-reduction@2\n"
       "mailroom diff <(git show HEAD:workflows/ctr.yaml) workflows/ctr.yaml",
       "Meaning is compared, not text: a threshold, a rule, a check, a route, a delivery, a letter's words, "
       "a "
       "form's edition. The order of keys, comments, notes and blanks mean nothing; the order of rules does "
       "where the table's hit policy says so. OLD and NEW are files, or versions that the site keeps. Exit "
       "code 0 if they mean the same, 1 if not, 2 if one of them cannot be used."});
  add_option(command, "OLD", options->before, "a workflow's file, or a kept version: ID or ID@VERSION")
      .required();
  add_option(command, "NEW", options->now, "the other").required();
  add_desk_options(command, *options);
  on_run(command, program, [options](Program& p) { return diff(*options, p); });
}

}  // namespace mailroom::cli
