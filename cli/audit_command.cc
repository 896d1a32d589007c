// `mailroom audit verify`: whether the record of what happened is whole and unchanged.
#include "cli/answer.h"
#include "cli/desk.h"

namespace mailroom::cli {

void add_audit_command(CLI::App& app, Program& program);

void add_audit_command(CLI::App& app, Program& program) {
  auto options = std::make_shared<DeskOptions>();
  CLI::App& audit = add_command(
      app, {"audit", "prove that the record is whole", Group::operate, "mailroom audit verify", ""});
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

}  // namespace mailroom::cli
