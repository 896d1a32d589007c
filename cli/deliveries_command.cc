// `mailroom deliveries` list, causes, retry, pause, resume: what was sent where, and what was not taken.
#include "base/text.h"
#include "cli/answer.h"
#include "cli/desk.h"
#include "cli/moment.h"

namespace mailroom::cli {

void add_deliveries_command(CLI::App& app, Program& program);

namespace {

struct Options : DeskOptions {
  std::string state, name, before, until, why;
  int limit = 50;
  bool one = false, all = false;
};

using Shared = std::shared_ptr<Options>;

void add_list_options(CLI::App& command, const Shared& options, Program& program) {
  add_option(command, "--state", options->state, "waiting, delivered, refused or unknown").type_name("STATE");
  add_option(command, "--name", options->name, "one delivery of the workflows, for example ledger")
      .type_name("NAME");
  add_option(command, "--limit", options->limit, "at most so many; default 50");
  add_option(command, "--before", options->before, "go on with those before this delivery").type_name("ID");
  add_desk_options(command, *options);
  on_run(command, program, [options](Program& p) {
    Context arguments{{"limit", options->limit}};
    if (!options->before.empty()) arguments.put("before", options->before);
    if (!options->state.empty()) arguments.put("state", options->state);
    if (!options->name.empty()) arguments.put("name", options->name);
    print(p, *options, ask(*options, "deliveries.list", arguments), show_deliveries);
    return kFine;
  });
}

void add_causes(CLI::App& deliveries, Program& program) {
  auto options = std::make_shared<Options>();
  CLI::App& causes = add_command(deliveries, {"causes", "what was not taken, grouped by why", Group::operate,
                                              "mailroom deliveries causes --name ledger", ""});
  add_option(causes, "--name", options->name, "one delivery of the workflows, for example ledger")
      .type_name("NAME");
  add_desk_options(causes, *options);
  on_run(causes, program, [options](Program& p) {
    Context arguments;
    if (!options->name.empty()) arguments.put("name", options->name);
    print(p, *options, ask(*options, "deliveries.causes", arguments), show_causes);
    return kFine;
  });
}

void add_retry(CLI::App& deliveries, Program& program) {
  auto options = std::make_shared<Options>();
  CLI::App& retry =
      add_command(deliveries, {"retry", "send again what was not taken: one, then all", Group::operate,
                               "mailroom deliveries retry 3f9a1c --one  # the oldest of this cause\n"
                               "mailroom deliveries retry 3f9a1c --all  # once that one was taken",
                               "What may have been taken is never sent again by the dozen: look at each, "
                               "then mailroom cases retry."});
  add_option(retry, "CAUSE", options->name, "a cause as `deliveries causes` lists it, or a delivery's name")
      .required();
  add_flag(retry, "--one", options->one, "the oldest, to see whether it is taken");
  add_flag(retry, "--all", options->all, "all of them");
  add_desk_options(retry, *options);
  on_run(retry, program, [options](Program& p) {
    Context arguments{{"cause", options->name}};
    if (options->one) arguments.put("one", true);
    if (options->all) arguments.put("all", true);
    print(p, *options, ask(*options, "deliveries.retry", arguments), show_retried);
    return kFine;
  });
}

void add_pause(CLI::App& deliveries, Program& program) {
  auto options = std::make_shared<Options>();
  CLI::App& pause =
      add_command(deliveries, {"pause", "send nothing there for a while", Group::operate,
                               "mailroom deliveries pause ledger --until 11:00 --why \"month end\"",
                               "What is due waits and spends no attempt. Then one is sent; if it is taken, "
                               "more and more, urgent ones "
                               "first. Without --until it stays paused until it is resumed."});
  add_option(pause, "NAME", options->name, "the delivery's name in the workflows").required();
  add_option(pause, "--until", options->until, "11:00, 2026-11-24 11:00, or PT2H").type_name("TIME");
  add_option(pause, "--why", options->why, "the reason, for colleagues").required();
  add_desk_options(pause, *options);
  on_run(pause, program, [options](Program& p) {
    Context arguments{{"name", options->name}, {"why", options->why}};
    if (!options->until.empty()) {
      use_time_of_site(*options);
      const auto until = moment_of(options->until, SystemClock().now());
      if (!until)
        throw Error(Fault::usage, "wrong_use", "'" + options->until + "' is no time", {},
                    "expected 11:00, 2026-11-24 11:00 or PT2H");
      arguments.put("until", to_rfc3339(*until));
    }
    print(p, *options, ask(*options, "deliveries.pause", arguments), show_destination);
    return kFine;
  });
}

void add_resume(CLI::App& deliveries, Program& program) {
  auto options = std::make_shared<Options>();
  CLI::App& resume = add_command(deliveries, {"resume", "send there again, one first", Group::operate,
                                              "mailroom deliveries resume ledger", ""});
  add_option(resume, "NAME", options->name, "the delivery's name in the workflows").required();
  add_desk_options(resume, *options);
  on_run(resume, program, [options](Program& p) {
    print(p, *options, ask(*options, "deliveries.resume", {{"name", options->name}}), show_destination);
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
  add_list_options(deliveries, std::make_shared<Options>(), program);
  CLI::App& list = add_command(deliveries, {"list", "deliveries with their state", Group::operate,
                                            "mailroom deliveries list --state waiting", ""});
  add_list_options(list, std::make_shared<Options>(), program);
  add_causes(deliveries, program);
  add_retry(deliveries, program);
  add_pause(deliveries, program);
  add_resume(deliveries, program);
}

}  // namespace mailroom::cli
