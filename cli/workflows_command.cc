// `mailroom workflows`: `migrate` lets open cases go on by another version, explicitly; `new` is in
// workflow_new_command.cc.
#include "base/text.h"
#include "cli/answer.h"
#include "cli/desk.h"

namespace mailroom::cli {

void add_workflows_command(CLI::App& app, Program& program);
void add_workflow_new_command(CLI::App& workflows, Program& program);

namespace {

struct Options : DeskOptions {
  std::string workflow, why;
  int from = 0, to = 0;
  bool dry_run = false;
};

std::string show_migration(const Value& answer, const View& view) {
  Table table({Table::Align::left, Table::Align::left, Table::Align::left});
  for (const Value& one : list(answer, "cases")) {
    const std::string stays = text(one, "stays");
    const bool same = text(one, "now") == text(one, "then");
    table.row({{text(one, "case"), Tone::strong},
               text(one, "now"),
               stays.empty() ? (same ? "the same" : "then " + text(one, "then")) : "stays: " + stays});
  }
  const bool dry = flag(answer, "dry_run");
  const std::string rows = list(answer, "cases").empty() ? "" : table.to_text(view.terminal) + "\n";
  return rows + count_of(count(answer, "moved"), "case") + (dry ? " would move" : " moved") +
         " from version " + text(answer, "from") + " to " + text(answer, "to") + ", " +
         std::to_string(count(answer, "stay")) + (count(answer, "stay") == 1 ? " stays\n" : " stay\n") +
         (dry ? "nothing was changed\n" : "");
}

}  // namespace

void add_workflows_command(CLI::App& app, Program& program) {
  CLI::App& workflows =
      add_command(app, {"workflows", "start workflows, and move cases between their versions", Group::operate,
                        "mailroom workflows new forms/parking.form.yaml\n"
                        "mailroom workflows migrate ctr --from 4 --to 5 --dry-run",
                        ""});
  add_workflow_new_command(workflows, program);
  auto options = std::make_shared<Options>();
  CLI::App& migrate = add_command(
      workflows,
      {"migrate", "let open cases go on by another version", Group::operate,
       "mailroom workflows migrate ctr --from 4 --to 5 --dry-run  # what would become of each\n"
       "mailroom workflows migrate ctr --from 4 --to 5 --why \"the old form had an error\"",
       "Open cases stay on the version that they began with unless somebody moves them. A case for which "
       "something was sent stays where it is."});
  add_option(migrate, "ID", options->workflow, "the workflow").required();
  add_option(migrate, "--from", options->from, "the version that the cases are on")
      .required()
      .between(1, 1e6);
  add_option(migrate, "--to", options->to, "the version that decides them").required().between(1, 1e6);
  add_flag(migrate, "--dry-run", options->dry_run, "only tell what would become of each case");
  add_option(migrate, "--why", options->why, "the reason; each case keeps it");
  add_desk_options(migrate, *options);
  on_run(migrate, program, [options](Program& p) {
    if (!options->dry_run && options->why.empty())
      throw Error(Fault::usage, "wrong_use", "why are the cases moved?", {},
                  "--why \"…\", or --dry-run to look first");
    Context arguments{{"workflow", options->workflow}, {"from", options->from}, {"to", options->to}};
    arguments.put("dry_run", options->dry_run);
    if (!options->why.empty()) arguments.put("why", options->why);
    print(p, *options, ask(*options, "workflows.migrate", arguments), show_migration);
    return kFine;
  });
}

}  // namespace mailroom::cli
