// `mailroom status`: the office at a glance, and the proof that nothing is missing.
#include <chrono>
#include <ostream>
#include <thread>

#include "base/error.h"
#include "cli/desk.h"

namespace mailroom::cli {

void add_status_command(CLI::App& app, Program& program);

namespace {

constexpr auto kLookAgain = std::chrono::milliseconds(300);
constexpr int kPatience = 100;  // looks at a daemon that does not answer: half a minute to start

int64_t number_at(const Value& value, std::string_view name) {
  const Value& found = value.context().at(name);
  return found.is(Value::Kind::number) ? found.number().to_integer().value_or(0) : 0;
}

// Until `items` have arrived and nothing moves any more without a person; progress goes to stderr.
Value wait_until_settled(const DeskOptions& options, int64_t items, Program& program) {
  int silent = 0;
  for (std::string last;; std::this_thread::sleep_for(kLookAgain)) {
    Value answer;
    try {
      answer = ask(options, "status", {});
    } catch (const Error&) {
      if (++silent > kPatience) throw;
      continue;
    }
    if (!answer.context().at("running").is_true()) {
      if (++silent > kPatience) {
        throw Error(Fault::usage, "daemon_not_running", "no daemon runs here, so nothing will move", {},
                    "start it: mailroomd");
      }
      continue;
    }
    const int64_t arrived = number_at(answer.context().at("totals").context().at("items"), "arrived");
    const int64_t working = number_at(answer, "working");
    if (arrived >= items && working == 0) {
      if (program.error_terminal.is_terminal) program.err << "\r\033[K" << std::flush;
      return answer;
    }
    const int64_t total = std::max(items, arrived);
    if (program.error_terminal.is_terminal) {
      program.err << "\r\033[K" << progress_bar("working", arrived - std::min(arrived, working), total, 60)
                  << std::flush;
    } else {
      const std::string line = std::to_string(arrived) + " of " + std::to_string(total) + " arrived, " +
                               std::to_string(working) + " being worked";
      if (line != last) program.err << line << "\n" << std::flush;
      last = line;
    }
  }
}

}  // namespace

void add_status_command(CLI::App& app, Program& program) {
  struct Options : DeskOptions {
    int64_t items = -1;
  };
  auto options = std::make_shared<Options>();
  CLI::App& command = add_command(
      app, {"status", "what came, where it is now, what needs you", Group::operate,
            "mailroom status  # the office around this folder\n"
            "mailroom status --wait 30  # once 30 items have come and nothing moves without a person\n"
            "mailroom status --site /srv/benefits --json  # for a monitor",
            "Counts items, documents and pages: what arrived is finished, waiting, returned or unreadable. "
            "Exit code 1 if anything is not accounted for."});
  add_desk_options(command, *options);
  add_option(command, "--wait", options->items, "wait until so many items came and nothing moves by itself")
      .type_name("ITEMS")
      .between(0, 1e9);
  on_run(command, program, [options](Program& p) {
    const Value answer =
        options->items < 0 ? ask(*options, "status", {}) : wait_until_settled(*options, options->items, p);
    print(p, *options, answer, show_status);
    return adds_up(answer) ? kFine : kDidNotPass;
  });
}

}  // namespace mailroom::cli
