// `mailroom review …`: the cases that need a person, and what a person says about them. Who it is comes from
// the system, never from an argument.
#include "base/text.h"
#include "cli/answer.h"
#include "cli/corrections.h"
#include "cli/desk.h"

namespace mailroom::cli {

void add_review_command(CLI::App& app, Program& program);

namespace {

struct ListOptions : DeskOptions {
  std::string queue;
  bool urgent = false;
};

struct VerdictOptions : DeskOptions {
  std::string number, why, to, workflow, role;
  std::vector<std::string> corrections;
};

void add_list_options(CLI::App& command, const std::shared_ptr<ListOptions>& options, Program& program) {
  add_option(command, "--queue", options->queue, "one queue only").type_name("NAME");
  add_flag(command, "--urgent", options->urgent, "urgent cases only");
  add_desk_options(command, *options);
  on_run(command, program, [options](Program& p) {
    Context arguments;
    if (!options->queue.empty()) arguments.put("queue", options->queue);
    if (options->urgent) arguments.put("urgent", true);
    print(p, *options, ask(*options, "review.list", arguments), show_waiting);
    return kFine;
  });
}

void add_next(CLI::App& review, Program& program) {
  auto options = std::make_shared<ListOptions>();
  CLI::App& next = add_command(
      review,
      {"next", "take the case that is due first", Group::operate, "mailroom review next --queue ctr-team",
       "The case is yours for 15 minutes unless the site says otherwise; nobody else is given it."});
  add_option(next, "--queue", options->queue, "from one queue only").type_name("NAME");
  add_desk_options(next, *options);
  on_run(next, program, [options](Program& p) {
    Context arguments;
    if (!options->queue.empty()) arguments.put("queue", options->queue);
    print(p, *options, ask(*options, "review.next", arguments), show_review);
    return kFine;
  });
}

CLI::App& add_case_command(CLI::App& review, const CommandText& text, VerdictOptions& options) {
  CLI::App& command = add_command(review, text);
  add_option(command, "CASE", options.number, "the case's number, for example 26-48817-9").required();
  add_desk_options(command, options);
  return command;
}

void add_show(CLI::App& review, Program& program) {
  auto options = std::make_shared<VerdictOptions>();
  CLI::App& show = add_case_command(review,
                                    {"show", "what is unsure in a case, with its readings and pictures",
                                     Group::operate, "mailroom review show 26-48817-9", ""},
                                    *options);
  on_run(show, program, [options](Program& p) {
    print(p, *options, ask(*options, "review.show", {{"case", case_number_of(options->number)}}),
          show_review);
    return kFine;
  });
}

void add_correct(CLI::App& review, Program& program) {
  auto options = std::make_shared<VerdictOptions>();
  CLI::App& correct = add_case_command(
      review,
      {"correct", "say what a field really says", Group::operate,
       "mailroom review correct 26-48817-9 net_pay=472.50 --why \"asked by telephone\"\n"
       "mailroom review correct 26-48817-9 claim.name=\"Jo Osei\" declared=yes  # two at once",
       "The case goes on from the checks. FIELD is a field's name, with the document's role before it "
       "where two documents have the field; an empty value says that nothing is written there."},
      *options);
  add_option(correct, "FIELD=VALUE", options->corrections, "what the field says").required();
  add_option(correct, "--why", options->why, "how you know; kept with the case");
  on_run(correct, program, [options](Program& p) {
    const std::string number = case_number_of(options->number);
    const Value shown = ask(*options, "review.show", {{"case", number}});
    Context arguments{{"case", number}, {"corrections", corrections_of(options->corrections, shown)}};
    if (!options->why.empty()) arguments.put("why", options->why);
    print(p, *options, ask(*options, "review.correct", arguments),
          [](const Value& answer, const View&) { return show_verdict(answer, "corrected"); });
    return kFine;
  });
}

struct Verdict {
  const char* name;
  const char* summary;
  const char* example;
  const char* details;
  const char* done;
  bool needs_why;
};

// Approve, refuse, return, release: a case, and perhaps why.
void add_verdict(CLI::App& review, Program& program, const Verdict& verdict) {
  auto options = std::make_shared<VerdictOptions>();
  CLI::App& command = add_case_command(
      review, {verdict.name, verdict.summary, Group::operate, verdict.example, verdict.details}, *options);
  Option why = add_option(command, "--why", options->why, "the reason; kept with the case");
  if (verdict.needs_why) why.required();
  on_run(command, program, [options, verdict](Program& p) {
    Context arguments{{"case", case_number_of(options->number)}};
    if (!options->why.empty()) arguments.put("why", options->why);
    print(p, *options, ask(*options, std::string("review.") + verdict.name, arguments),
          [&](const Value& answer, const View&) { return show_verdict(answer, verdict.done); });
    return kFine;
  });
}

void add_join(CLI::App& review, Program& program) {
  auto options = std::make_shared<VerdictOptions>();
  CLI::App& join = add_case_command(
      review,
      {"join", "say where unsorted documents belong", Group::operate,
       "mailroom review join 26-48820-0 --to 26-48817-9\n"
       "mailroom review join 26-48820-0 --workflow council-tax-reduction --role claim  # a new case",
       ""},
      *options);
  add_option(join, "--to", options->to, "the open case they belong to").type_name("CASE");
  add_option(join, "--workflow", options->workflow, "the workflow that takes them as a new case")
      .type_name("ID");
  add_option(join, "--role", options->role, "what they are in that workflow, for example claim")
      .type_name("NAME");
  on_run(join, program, [options](Program& p) {
    if (options->to.empty() == options->workflow.empty()) {
      throw Error(Fault::usage, "wrong_use", "where do they belong? expected either --to or --workflow", {},
                  "usage: mailroom review join CASE --to CASE, or --workflow ID --role NAME");
    }
    Context arguments{{"case", case_number_of(options->number)}};
    if (!options->to.empty()) arguments.put("to", case_number_of(options->to));
    if (!options->workflow.empty()) arguments.put("workflow", options->workflow);
    if (!options->role.empty()) arguments.put("role", options->role);
    print(p, *options, ask(*options, "review.join", arguments),
          [](const Value& answer, const View&) { return show_verdict(answer, "joined"); });
    return kFine;
  });
}

}  // namespace

void add_review_command(CLI::App& app, Program& program) {
  CLI::App& review =
      add_command(app, {"review", "the cases that need a person: correct, approve, refuse", Group::operate,
                        "mailroom review --urgent\nmailroom review next  # take one",
                        "Without a further word it lists what waits, what is due first on top."});
  add_list_options(review, std::make_shared<ListOptions>(), program);
  CLI::App& list = add_command(review, {"list", "what waits for a person, and why", Group::operate,
                                        "mailroom review list --queue ctr-team", ""});
  add_list_options(list, std::make_shared<ListOptions>(), program);
  add_next(review, program);
  add_show(review, program);
  add_correct(review, program);
  add_verdict(
      review, program,
      {"approve", "let the case go on as it is", "mailroom review approve 26-48817-9",
       "Says that what was read is right and that what stopped the case may pass.", "approved", false});
  add_verdict(review, program,
              {"refuse", "decide against the claim",
               "mailroom review refuse 26-48817-9 --why \"lives outside the borough\"",
               "A decision that can be appealed; the reason goes into the letter.", "refused", true});
  add_verdict(
      review, program,
      {"return", "send the paper back", "mailroom review return 26-48817-9 --why \"not for this office\"",
       "No decision is made; the reason goes to the sender.", "returned", true});
  add_join(review, program);
  add_verdict(review, program,
              {"release", "give a case back for somebody else", "mailroom review release 26-48817-9", "",
               "given back", false});
}

}  // namespace mailroom::cli
