// `mailroom deliveries`: what was sent where, and what was not taken.
#include "cli/desk.h"

namespace mailroom::cli {

void add_deliveries_command(CLI::App& app, Program& program);

namespace {

struct Options : DeskOptions {
  std::string state, name;
};

void add_options(CLI::App& command, const std::shared_ptr<Options>& options, Program& program) {
  add_option(command, "--state", options->state, "waiting, delivered, refused or unknown").type_name("STATE");
  add_option(command, "--name", options->name, "one delivery of the workflows, for example ledger")
      .type_name("NAME");
  add_desk_options(command, *options);
  on_run(command, program, [options](Program& p) {
    Context arguments;
    if (!options->state.empty()) arguments.put("state", options->state);
    if (!options->name.empty()) arguments.put("name", options->name);
    print(p, *options, ask(*options, "deliveries.list", arguments), show_deliveries);
    return kFine;
  });
}

}  // namespace

void add_deliveries_command(CLI::App& app, Program& program) {
  CLI::App& deliveries =
      add_command(app, {"deliveries", "what was sent, and what was not taken", Group::operate,
                        "mailroom deliveries --state refused\n"
                        "mailroom deliveries --name ledger",
                        "Without a further word it lists."});
  add_options(deliveries, std::make_shared<Options>(), program);
  CLI::App& list = add_command(deliveries, {"list", "deliveries with their state", Group::operate,
                                            "mailroom deliveries list --state waiting", ""});
  add_options(list, std::make_shared<Options>(), program);
}

}  // namespace mailroom::cli
