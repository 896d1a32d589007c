// `mailroom cases` list, show, retry (and case_hands.cc): what became of what came.
#include <ostream>

#include "base/text.h"
#include "cli/answer.h"
#include "cli/desk.h"

namespace mailroom::cli {

void add_cases_command(CLI::App& app, Program& program);
void add_case_hands(CLI::App& cases, Program& program);  // case_hands.cc

namespace {

struct ListOptions : DeskOptions {
  std::string state, workflow, queue, after;
  int limit = 50;
};

void add_list_options(CLI::App& command, ListOptions& options) {
  add_option(command, "--state", options.state, "waiting, sending, closed, returned, unreadable …")
      .type_name("STATE");
  add_option(command, "--workflow", options.workflow, "cases of this workflow").type_name("ID");
  add_option(command, "--queue", options.queue, "cases that wait in this queue").type_name("NAME");
  add_option(command, "--limit", options.limit, "at most so many; default 50");
  add_option(command, "--after", options.after, "go on after this case").type_name("CASE");
  add_desk_options(command, options);
}

int list_cases(const ListOptions& options, Program& program) {
  Context arguments{{"limit", options.limit}};
  std::string again = "mailroom cases";
  const auto put = [&](const char* name, const std::string& value, bool repeat = true) {
    if (value.empty()) return;
    arguments.put(name, value);
    if (repeat) again += std::string(" --") + name + " " + value;
  };
  put("state", state_named(options.state));
  put("workflow", options.workflow);
  put("queue", options.queue);
  if (!options.after.empty()) put("after", case_number_of(options.after), false);
  print(program, options, ask(options, "cases.list", arguments),
        [&](const Value& answer, const View& view) { return show_cases(answer, view, again); });
  return kFine;
}

struct ShowOptions : DeskOptions {
  std::string number;
  bool reveal = false, all = false;
};

void add_show(CLI::App& cases, Program& program) {
  auto options = std::make_shared<ShowOptions>();
  CLI::App& show = add_command(
      cases, {"show", "what happened to one case, and why", Group::operate,
              "mailroom cases show 26-48817-9\n"
              "mailroom cases show 26-48817-9 --all  # every value, rule and event\n"
              "mailroom cases show 26-48817-9 --reveal  # personal values in clear; that is recorded",
              ""});
  add_option(show, "CASE", options->number, "the case's number, for example 26-48817-9").required();
  add_flag(show, "--all", options->all, "every value that was read, every rule's working, every event");
  add_flag(show, "--reveal", options->reveal, "show personal values; who asked is recorded");
  add_desk_options(show, *options);
  on_run(show, program, [options](Program& p) {
    Context arguments{{"case", case_number_of(options->number)}};
    if (options->reveal) arguments.put("reveal", true);
    print(p, *options, ask(*options, "cases.show", arguments),
          [&](const Value& answer, const View& view) { return show_case(answer, view, options->all); });
    return kFine;
  });
}

void add_retry(CLI::App& cases, Program& program) {
  auto options = std::make_shared<ShowOptions>();
  CLI::App& retry =
      add_command(cases, {"retry", "send again what was not taken, read again what was unreadable",
                          Group::operate, "mailroom cases retry 26-48817-9  # once the cause is gone",
                          "A receiver that already took a delivery under its key does not take it twice."});
  add_option(retry, "CASE", options->number, "the case's number, for example 26-48817-9").required();
  add_desk_options(retry, *options);
  on_run(retry, program, [options](Program& p) {
    const Value answer = ask(*options, "cases.retry", {{"case", case_number_of(options->number)}});
    print(p, *options, answer,
          [](const Value& done, const View&) { return show_verdict(done, "is tried again"); });
    return kFine;
  });
}

}  // namespace

void add_cases_command(CLI::App& app, Program& program) {
  auto options = std::make_shared<ListOptions>();
  CLI::App& cases =
      add_command(app, {"cases", "list cases, show one, lay hand on one", Group::operate,
                        "mailroom cases  # the latest\nmailroom cases --state waiting --queue ctr-team",
                        "Without a further word it lists."});
  add_list_options(cases, *options);
  on_run(cases, program, [options](Program& p) { return list_cases(*options, p); });
  auto list_options = std::make_shared<ListOptions>();
  CLI::App& list = add_command(cases, {"list", "the latest cases, newest first", Group::operate,
                                       "mailroom cases list --state closed --limit 10", ""});
  add_list_options(list, *list_options);
  on_run(list, program, [list_options](Program& p) { return list_cases(*list_options, p); });
  add_show(cases, program);
  add_retry(cases, program);
  add_case_hands(cases, program);
}

}  // namespace mailroom::cli
