// `mailroom status`: the office at a glance, and the proof that nothing is missing.
#include <CLI/CLI.hpp>

#include "cli/desk.h"

namespace mailroom::cli {

void add_status_command(CLI::App& app, Program& program);

void add_status_command(CLI::App& app, Program& program) {
  auto options = std::make_shared<DeskOptions>();
  CLI::App& command = add_command(
      app, {"status", "what came, where it is now, what needs you", Group::operate,
            "mailroom status  # the office around this folder\n"
            "mailroom status --site /srv/benefits --json  # for a monitor",
            "Counts items, documents and pages: what arrived is finished, waiting, returned or unreadable. "
            "Exit code 1 if anything is not accounted for."});
  add_desk_options(command, *options);
  on_run(command, program, [options](Program& p) {
    const Value answer = ask(*options, "status", {});
    print(p, *options, answer, show_status);
    return adds_up(answer) ? kFine : kDidNotPass;
  });
}

}  // namespace mailroom::cli
