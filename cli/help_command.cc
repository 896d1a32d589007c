// `mailroom help [COMMAND... | CODE]`: the same as --help, for whoever types it first; what a code means; and
// the whole reference of both.
#include <ostream>

#include "base/file.h"
#include "base/text.h"
#include "cli/codes/codes.h"
#include "cli/command_app.h"
#include "cli/help.h"
#include "cli/man/pages.h"

namespace mailroom::cli {

void add_help_command(CLI::App& app, Program& program);

namespace {

std::vector<std::string> code_names() {
  std::vector<std::string> names;
  for (const CodeArea& area : code_areas())
    for (const Code& code : area.codes) names.emplace_back(code.name);
  return names;
}

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
      const bool may_be_code = words.size() == 1;
      if (may_be_code)
        for (std::string& name : code_names()) known.push_back(std::move(name));
      const auto nearest = nearest_name(word, known);
      throw Error(Fault::usage, "wrong_use",
                  "there is no command " + std::string(may_be_code ? "and no code " : "") + "'" + word + "'",
                  {}, nearest ? "did you mean '" + *nearest + "'?" : "all commands: mailroom --help");
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

std::string code_help(const Code& code, const Terminal& terminal) {
  return paint(terminal, Tone::strong, code.name) + ": " +
         wrapped(code.meaning, terminal.width - static_cast<int>(code.name.size()) - 2, 2) + "\n  " +
         wrapped(code.remedy, terminal.width - 2, 2) + "\n";
}

void write_codes(std::ostream& out) {
  for (const CodeArea& area : code_areas()) {
    out << "\n## " << area.title << "\n" << area.where << "\n";
    for (const Code& code : area.codes)
      out << "\n### `" << code.name << "`\n" << code.meaning << " **What to do:** " << code.remedy << "\n";
  }
}

void write_man_pages(const CommandApp& program, const std::filesystem::path& folder) {
  for (const ManPage& page : man_pages(program)) {
    const std::string section = std::to_string(page.section);
    make_folder(folder / ("man" + section));
    write_file(folder / ("man" + section) / (page.name + "." + section), page.text);
  }
}

}  // namespace

void add_help_command(CLI::App& app, Program& program) {
  struct Options {
    std::vector<std::string> words;
    bool markdown = false;
    bool codes = false;
    std::string man;
  };
  auto options = std::make_shared<Options>();
  CLI::App& command = add_command(
      app, {"help", "what a command does, with an example; what the code of a problem means", Group::shell,
            "mailroom help review correct\n"
            "mailroom help no_rule_covers  # a code, as --json, SARIF, editors and "
            "the daemon's log name it",
            ""});
  add_option(command, "COMMAND", options->words, "the command, word by word; or a code");
  add_flag(command, "--markdown", options->markdown, "print the reference of all commands");
  add_flag(command, "--codes", options->codes, "print what every code means, as Markdown");
  add_option(command, "--man", options->man, "write the manual pages into this folder, for packages")
      .type_name("DIR");
  const auto& whole = static_cast<const CommandApp&>(app);
  on_run(command, program, [options, &whole](Program& p) {
    const Code* code = options->words.size() == 1 ? find_code(options->words.front()) : nullptr;
    if (options->markdown) {
      write_reference(whole, 0, p.out);
    } else if (options->codes) {
      write_codes(p.out);
    } else if (!options->man.empty()) {
      write_man_pages(whole, options->man);
    } else if (code != nullptr) {
      p.out << code_help(*code, p.terminal);
    } else {
      p.out << help_text(command_named(whole, options->words), p.terminal);
    }
    return kFine;
  });
}

}  // namespace mailroom::cli
