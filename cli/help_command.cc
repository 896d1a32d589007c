// `mailroom help [COMMAND...]`: the same as --help, for whoever types it first; and the whole reference.
#include <ostream>

#include "base/text.h"
#include "cli/command_app.h"
#include "cli/help.h"

namespace mailroom::cli {

void add_help_command(CLI::App& app, Program& program);

namespace {

const CommandApp& command_named(const CommandApp& program, const std::vector<std::string>& words) {
  const CommandApp* at = &program;
  for (const std::string& word : words) {
    const CommandApp* next = nullptr;
    std::vector<std::string> known;
    for (const CommandApp* one : at->commands()) {
      known.push_back(one->get_name());
      if (one->get_name() == word) next = one;
    }
    if (next == nullptr) {
      const auto nearest = nearest_name(word, known);
      throw Error(Fault::usage, "wrong_use", "there is no command '" + word + "'", {},
                  nearest ? "did you mean '" + *nearest + "'?" : "all commands: mailroom --help");
    }
    at = next;
  }
  return *at;
}

void write_reference(const CommandApp& command, int depth, std::ostream& out) {
  if (depth > 0) {
    out << "\n" << std::string(static_cast<size_t>(depth + 1), '#') << " " << command.full_name() << "\n";
    Terminal page;
    page.width = 100;
    out << "```\n" << help_text(command, page) << "```\n";
  }
  for (const CommandApp* one : command.commands()) write_reference(*one, depth + 1, out);
}

}  // namespace

void add_help_command(CLI::App& app, Program& program) {
  struct Options {
    std::vector<std::string> words;
    bool markdown = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App& command = add_command(app, {"help", "what a command does, with an example", Group::shell,
                                        "mailroom help review correct", ""});
  add_option(command, "COMMAND", options->words, "the command, word by word");
  add_flag(command, "--markdown", options->markdown, "print the reference of all commands");
  const auto& whole = static_cast<const CommandApp&>(app);
  on_run(command, program, [options, &whole](Program& p) {
    if (options->markdown) {
      write_reference(whole, 0, p.out);
    } else {
      p.out << help_text(command_named(whole, options->words), p.terminal);
    }
    return kFine;
  });
}

}  // namespace mailroom::cli
