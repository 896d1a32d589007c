// `mailroom erase`: cases, or all of a person, for good. Shows what goes and what stays, and asks.
#include <unistd.h>

#include <iostream>

#include "base/text.h"
#include "cli/answer.h"
#include "cli/desk.h"
#include "cli/show.h"

namespace mailroom::cli {

void add_erase_command(CLI::App& app, Program& program);

namespace {

struct Options : DeskOptions {
  std::vector<std::string> numbers;
  std::string subject, why;
  bool yes = false, dry_run = false;
};

Context arguments_of(const Options& options) {
  List numbers;
  for (const std::string& number : options.numbers) numbers.emplace_back(case_number_of(number));
  Context arguments{{"cases", std::move(numbers)}};
  if (!options.subject.empty()) arguments.put("subject", options.subject);
  return arguments;
}

// A person says yes to what they were shown; a script says so beforehand.
bool is_wanted(const Options& options, Program& program) {
  if (options.yes) return true;
  if (::isatty(STDIN_FILENO) != 1)
    throw Error(Fault::usage, "not_confirmed", "nobody is here to be asked whether this is meant", {},
                "say so: --yes; or only look: --dry-run");
  program.out << "Nothing brings it back. Type 'erase' to go on: " << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  return trim(answer) == "erase";
}

int erase(const Options& options, Program& program) {
  if (options.numbers.empty() == options.subject.empty())
    throw Error(Fault::usage, "wrong_use", "what is it about? expected either cases or --subject", {},
                "usage: mailroom erase CASE… --why TEXT, or mailroom erase --subject NUMBER --why TEXT");
  Context arguments = arguments_of(options);
  const Value plan = ask(options, "erase.look", arguments);
  if (options.dry_run) {
    print(program, options, plan, show_erasure);
    return flag(plan, "may") ? kFine : kDidNotPass;
  }
  if (options.why.empty())
    throw Error(Fault::usage, "wrong_use", "--why is required", {},
                "the reason is kept; do not name the person in it");
  if (!options.yes || !flag(plan, "may")) print(program, options, plan, show_erasure);
  if (!flag(plan, "may")) return kDidNotPass;
  if (!is_wanted(options, program)) {
    program.out << "nothing was erased\n";
    return kDidNotPass;
  }
  arguments.put("why", options.why);
  print(program, options, ask(options, "erase.cases", arguments), show_erased);
  return kFine;
}

}  // namespace

void add_erase_command(CLI::App& app, Program& program) {
  auto options = std::make_shared<Options>();
  CLI::App& command = add_command(
      app,
      {"erase", "erase cases for good", Group::operate,
       "mailroom erase 26-48817-9 --dry-run  # what would go, what would stay\n"
       "mailroom erase 26-48817-9 --why \"art. 17, request 2026/112\"\n"
       "mailroom erase --subject QQ123456C --why \"art. 17, request 2026/112\" --yes  # in a script",
       "Its keys are destroyed, so that no backup of the store gives it back; that it was, and who erased it "
       "when and why, stays. A case must have ended, and not be on hold. What was sent is the receiver's. "
       "docs/erasing.md says what has to be done with backups of the keys."});
  add_option(command, "CASE", options->numbers, "the cases' numbers, for example 26-48817-9");
  add_option(command, "--subject", options->subject,
             "all cases of a person or business, by the number it is filed under")
      .type_name("NUMBER");
  add_option(command, "--why", options->why, "the reason; it is kept for ever: do not name the person");
  add_flag(command, "--dry-run", options->dry_run, "only show what would go");
  add_flag(command, "--yes", options->yes, "do not ask");
  add_desk_options(command, *options);
  on_run(command, program, [options](Program& p) { return erase(*options, p); });
}

}  // namespace mailroom::cli
