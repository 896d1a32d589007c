// `mailroom find SUBJECT`: a person's cases.
#include <iostream>

#include "base/text.h"
#include "cli/desk.h"

namespace mailroom::cli {

void add_find_command(CLI::App& app, Program& program);

void add_find_command(CLI::App& app, Program& program) {
  struct Options : DeskOptions {
    std::string subject;
  };
  auto options = std::make_shared<Options>();
  CLI::App& command = add_command(
      app, {"find", "the cases of one person or business", Group::operate,
            "mailroom find QQ123456C\n"
            "mailroom find - <number.txt  # keeps the number out of the shell's history",
            "The store knows people by a keyed hash only: the whole number is needed, as the workflow's "
            "'subject' has it."});
  add_option(command, "SUBJECT", options->subject, "the person's number, or - to read it from the input")
      .required();
  add_desk_options(command, *options);
  on_run(command, program, [options](Program& p) {
    std::string subject = options->subject;
    if (subject == "-") std::getline(std::cin, subject);
    if (trim(subject).empty()) throw Error(Fault::usage, "subject_missing", "no number was given");
    print(p, *options, ask(*options, "find", {{"subject", trim(subject)}}),
          [](const Value& answer, const View& view) { return show_cases(answer, view, "mailroom cases"); });
    return kFine;
  });
}

}  // namespace mailroom::cli
