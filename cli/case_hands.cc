// `mailroom cases` hold, release, move, link, split, reopen, note, priority: a person's hand on a case.
#include <ostream>

#include "base/text.h"
#include "cli/answer.h"
#include "cli/desk.h"

namespace mailroom::cli {

void add_case_hands(CLI::App& cases, Program& program);

namespace {

struct HandOptions : DeskOptions {
  std::string number, why, subject, to, queue, workflow, role, due, text;
  std::vector<std::string> documents;
  int version = 0;
  bool urgent = false, normal = false;
};

using Shared = std::shared_ptr<HandOptions>;

void add_why(CLI::App& command, HandOptions& options) {
  add_option(command, "--why", options.why, "the reason; the case keeps it").required();
}

Option add_case(CLI::App& command, HandOptions& options) {
  return add_option(command, "CASE", options.number, "the case's number, for example 26-48817-9");
}

void add_documents(CLI::App& command, HandOptions& options) {
  add_option(command, "--document", options.documents,
             "a document of the case by its file's name; named again for each")
      .type_name("FILE")
      .one_each_time();
}

Context about_case(const HandOptions& options) {
  Context arguments{{"case", case_number_of(options.number)}};
  if (!options.why.empty()) arguments.put("why", options.why);
  List documents;
  for (const std::string& one : options.documents) documents.emplace_back(one);
  if (!documents.empty()) arguments.put("documents", std::move(documents));
  return arguments;
}

int say(Program& program, const HandOptions& options, const std::string& verb, const Context& arguments,
        const std::string& done) {
  print(program, options, ask(options, verb, arguments),
        [&](const Value& answer, const View&) { return show_verdict(answer, done); });
  return kFine;
}

// "held", for one case or for all of a person's.
int say_hold(Program& program, const HandOptions& options, const std::string& verb, const std::string& done) {
  if (options.number.empty() == options.subject.empty()) {
    throw Error(Fault::usage, "wrong_use", "what is it about? expected either a case or --subject", {},
                "usage: mailroom " + replace_all(verb, ".", " ") + " CASE, or --subject NUMBER");
  }
  if (options.subject.empty()) return say(program, options, verb, about_case(options), done);
  Context arguments{{"subject", options.subject}, {"why", options.why}};
  print(program, options, ask(options, verb, arguments), [&](const Value& answer, const View&) {
    return text(answer, "person") + " " + done + ": " + count_of(count(answer, "cases"), "open case") + "\n";
  });
  return kFine;
}

void add_hold_and_release(CLI::App& cases, Program& program) {
  auto options = std::make_shared<HandOptions>();
  CLI::App& hold = add_command(
      cases,
      {"hold", "stop a case, or everything of a person", Group::operate,
       "mailroom cases hold 26-48817-9 --why \"possible fraud\"\n"
       "mailroom cases hold --subject QQ123456C --why \"death reported\"",
       "Nothing is decided and nothing is sent until it is released. A person's hold parks what is queued "
       "already, and new cases; what is on its way at that moment is not called back."});
  add_case(hold, *options);
  add_option(hold, "--subject", options->subject, "the person or business, by the number it is filed under")
      .type_name("NUMBER");
  add_why(hold, *options);
  add_desk_options(hold, *options);
  on_run(hold, program, [options](Program& p) { return say_hold(p, *options, "cases.hold", "is on hold"); });
  auto released = std::make_shared<HandOptions>();
  CLI::App& release =
      add_command(cases, {"release", "let it go on", Group::operate,
                          "mailroom cases release 26-48817-9 --why \"cleared\"\n"
                          "mailroom cases release --subject QQ123456C --why \"it was somebody else\"",
                          ""});
  add_case(release, *released);
  add_option(release, "--subject", released->subject, "the person or business that is held")
      .type_name("NUMBER");
  add_why(release, *released);
  add_desk_options(release, *released);
  on_run(release, program,
         [released](Program& p) { return say_hold(p, *released, "cases.release", "goes on"); });
}

void add_move(CLI::App& cases, Program& program) {
  auto options = std::make_shared<HandOptions>();
  CLI::App& move = add_command(
      cases, {"move", "to another queue, workflow, version or case", Group::operate,
              "mailroom cases move 26-48817-9 --queue appeals --why \"wants an appeal\"\n"
              "mailroom cases move 26-48817-9 --workflow hardship --why \"is a hardship claim\"\n"
              "mailroom cases move 26-48817-9 --to 26-48820-0 --document slip.pdf --why \"her husband's\"",
              "Documents move only while nothing was sent because of them."});
  add_case(move, *options).required();
  add_option(move, "--queue", options->queue, "whose turn it is instead").type_name("NAME");
  add_option(move, "--workflow", options->workflow, "the workflow that has it instead").type_name("ID");
  add_option(move, "--role", options->role, "what the documents are there, for example claim")
      .type_name("NAME");
  add_option(move, "--version", options->version, "another version of its workflow").between(1, 1e6);
  add_option(move, "--to", options->to, "the open case that the documents belong to").type_name("CASE");
  add_documents(move, *options);
  add_why(move, *options);
  add_desk_options(move, *options);
  on_run(move, program, [options](Program& p) {
    Context arguments = about_case(*options);
    if (!options->queue.empty()) arguments.put("queue", options->queue);
    if (!options->workflow.empty()) arguments.put("workflow", options->workflow);
    if (!options->role.empty()) arguments.put("role", options->role);
    if (options->version > 0) arguments.put("version", options->version);
    if (!options->to.empty()) arguments.put("to", case_number_of(options->to));
    return say(p, *options, "cases.move", arguments, "moved");
  });
}

void add_link_and_split(CLI::App& cases, Program& program) {
  auto options = std::make_shared<HandOptions>();
  CLI::App& link =
      add_command(cases, {"link", "say that two cases belong together", Group::operate,
                          "mailroom cases link 26-48817-9 26-48820-0 --why \"one household\"", ""});
  add_case(link, *options).required();
  add_option(link, "OTHER", options->to, "the other case's number").required();
  add_why(link, *options);
  add_desk_options(link, *options);
  on_run(link, program, [options](Program& p) {
    Context arguments = about_case(*options);
    arguments.put("to", case_number_of(options->to));
    return say(p, *options, "cases.link", arguments, "linked with " + options->to);
  });
  auto parted = std::make_shared<HandOptions>();
  CLI::App& split = add_command(
      cases, {"split", "documents become a case of their own", Group::operate,
              "mailroom cases split 26-48817-9 --document scan-018.tif --why \"two claims in one envelope\"",
              "Both cases are looked at again, from the checks; they are linked."});
  add_case(split, *parted).required();
  add_documents(split, *parted);
  add_why(split, *parted);
  add_desk_options(split, *parted);
  on_run(split, program,
         [parted](Program& p) { return say(p, *parted, "cases.split", about_case(*parted), "split"); });
}

void add_reopen_and_note(CLI::App& cases, Program& program) {
  auto options = std::make_shared<HandOptions>();
  CLI::App& reopen = add_command(
      cases, {"reopen", "look again at a case that has ended", Group::operate,
              "mailroom cases reopen 26-48817-9 --why \"appeal upheld\"",
              "It waits for a person. What was sent stays sent: decided otherwise, it is amended where the "
              "receiver can do that, and a matter for a person where it cannot."});
  add_case(reopen, *options).required();
  add_why(reopen, *options);
  add_desk_options(reopen, *options);
  on_run(reopen, program, [options](Program& p) {
    return say(p, *options, "cases.reopen", about_case(*options), "is open again");
  });
  auto noted = std::make_shared<HandOptions>();
  CLI::App& note =
      add_command(cases, {"note", "write something down with a case", Group::operate,
                          "mailroom cases note 26-48817-9 \"called, will send the payslip\"", ""});
  add_case(note, *noted).required();
  add_option(note, "TEXT", noted->text, "what to keep with the case").required();
  add_desk_options(note, *noted);
  on_run(note, program, [noted](Program& p) {
    Context arguments = about_case(*noted);
    arguments.put("text", noted->text);
    return say(p, *noted, "cases.note", arguments, "noted");
  });
}

void add_priority(CLI::App& cases, Program& program) {
  auto options = std::make_shared<HandOptions>();
  CLI::App& priority =
      add_command(cases, {"priority", "what comes first, whatever the workflow says", Group::operate,
                          "mailroom cases priority 26-48817-9 --urgent --why \"no food\"\n"
                          "mailroom cases priority 26-48817-9 --due 2026-11-27 --why \"court date\"",
                          ""});
  add_case(priority, *options).required();
  add_flag(priority, "--urgent", options->urgent, "before all others");
  add_flag(priority, "--normal", options->normal, "in its turn");
  add_option(priority, "--due", options->due, "by when").type_name("DATE");
  add_why(priority, *options);
  add_desk_options(priority, *options);
  on_run(priority, program, [options](Program& p) {
    if (options->urgent && options->normal)
      throw Error(Fault::usage, "wrong_use", "a case is urgent or normal, not both", {}, "give one of them");
    Context arguments = about_case(*options);
    if (options->urgent || options->normal) arguments.put("urgent", options->urgent);
    if (!options->due.empty()) arguments.put("due", options->due);
    return say(p, *options, "cases.priority", arguments, "changed");
  });
}

}  // namespace

void add_case_hands(CLI::App& cases, Program& program) {
  add_hold_and_release(cases, program);
  add_move(cases, program);
  add_link_and_split(cases, program);
  add_reopen_and_note(cases, program);
  add_priority(cases, program);
}

}  // namespace mailroom::cli
