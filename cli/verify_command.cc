// `mailroom verify`: the proof that nothing was lost.
#include <ostream>

#include "cli/answer.h"
#include "cli/desk.h"
#include "daemon/verify.h"

namespace mailroom::cli {

void add_verify_command(CLI::App& app, Program& program);

void add_verify_command(CLI::App& app, Program& program) {
  auto options = std::make_shared<DeskOptions>();
  CLI::App& command = add_command(
      app,
      {"verify", "prove that nothing was lost", Group::operate,
       "mailroom verify  # exit code 1 if something does not hold\n"
       "mailroom verify --site /srv/benefits --json  # for a monitor",
       "What arrived is finished, waiting, returned or unreadable (items, documents, pages); every stored "
       "document is what was stored; the record of what happened is whole; every delivery has its "
       "decision. It reads everything that is stored, beside the daemon if one runs, and changes nothing."});
  add_desk_options(command, *options);
  on_run(command, program, [options](Program& p) {
    const Value answer = daemon::to_value(daemon::verify_site(site_of(*options), SystemClock()));
    print(p, *options, answer, show_verification);
    return flag(answer, "ok") ? kFine : kDidNotPass;
  });
}

}  // namespace mailroom::cli
