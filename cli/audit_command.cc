// `mailroom audit`: whether the record of what happened is whole and unchanged, and what was decided under
// which rule.
#include <ostream>

#include "cli/answer.h"
#include "cli/desk.h"
#include "cli/show_decisions.h"

namespace mailroom::cli {

void add_audit_command(CLI::App& app, Program& program);

namespace {

void add_verify(CLI::App& audit, Program& program) {
  auto options = std::make_shared<DeskOptions>();
  CLI::App& verify =
      add_command(audit, {"verify", "check every case's chain of records", Group::operate,
                          "mailroom audit verify  # exit code 1 if a record was changed or is missing", ""});
  add_desk_options(verify, *options);
  on_run(verify, program, [options](Program& p) {
    const Value answer = ask(*options, "audit.verify", {});
    print(p, *options, answer, show_audit);
    return flag(answer, "ok") ? kFine : kDidNotPass;
  });
}

void add_decisions(CLI::App& audit, Program& program) {
  struct Options : DeskOptions {
    std::string reference, from, to;
    bool csv = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App& decisions = add_command(
      audit, {"decisions", "list what was decided under a rule", Group::operate,
              "mailroom audit decisions --reference 'reg 4(2)' --from 2026-11-01 --to 2026-11-30\n"
              "mailroom audit decisions --reference 'reg 4(2)' --csv > decisions.csv",
              "Every decision that the record holds, those that a later one superseded too. 'head' is the "
              "digest of the "
              "listed cases' numbers and the ends of their chains: the same list, asked again, has the same "
              "head as long "
              "as nothing happened to these cases. With --csv the count and the head are told beside the "
              "table. Exit code "
              "1 if a record was changed or is missing."});
  add_option(decisions, "--reference", options->reference, "the law as the rules' 'reference' has it (any)");
  add_option(decisions, "--from", options->from, "decided on this day or later").type_name("DATE");
  add_option(decisions, "--to", options->to, "decided on this day or before").type_name("DATE");
  add_flag(decisions, "--csv", options->csv, "as a table for a spreadsheet");
  add_desk_options(decisions, *options);
  on_run(decisions, program, [options](Program& p) {
    const Value answer =
        ask(*options, "audit.decisions",
            {{"reference", options->reference}, {"from", options->from}, {"to", options->to}});
    if (options->csv && !options->json) {
      p.out << decisions_csv(answer);
      p.err << decisions_summary(answer);
    } else {
      print(p, *options, answer, show_decisions);
    }
    return flag(answer, "ok") ? kFine : kDidNotPass;
  });
}

}  // namespace

void add_audit_command(CLI::App& app, Program& program) {
  CLI::App& audit =
      add_command(app, {"audit", "prove that the record is whole, and what was decided", Group::operate,
                        "mailroom audit verify\nmailroom audit decisions --reference 'reg 4(2)' --csv", ""});
  add_verify(audit, program);
  add_decisions(audit, program);
}

}  // namespace mailroom::cli
