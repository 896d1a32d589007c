#include "cli/help.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "cli/command_app.h"
#include "cli/command_parts.h"

namespace mailroom::cli {

namespace {

std::string heading(const Terminal& terminal, std::string_view text) {
  return paint(terminal, Tone::strong, text) + "\n";
}

void add_list(std::string& out, const std::vector<Described>& entries, const Terminal& terminal) {
  Table table({Table::Align::left, Table::Align::left}, 2);
  for (const auto& [name, text] : entries) table.row({name, text});
  out += table.to_text(terminal);
}

// Without a group: all.
void add_commands(std::string& out, const CommandApp& command, std::optional<Group> group,
                  std::string_view title, const Terminal& terminal) {
  std::vector<Described> entries;
  for (const CommandApp* one : command.commands()) {
    if (!group || one->text().group == *group) entries.push_back({one->get_name(), one->text().summary});
  }
  if (entries.empty()) return;
  out += "\n" + heading(terminal, title);
  add_list(out, entries, terminal);
}

// Examples in two columns: what to type, what it does.
void add_examples(std::string& out, const CommandApp& command, const Terminal& terminal) {
  const std::vector<Described> examples = examples_of(command);
  if (examples.empty()) return;
  out += "\n" + heading(terminal, "Examples");
  for (const auto& [line, meaning] : examples) {
    out += "  " + line + "\n";
    if (!meaning.empty()) out += "      " + wrapped(meaning, terminal.width - 6, 6) + "\n";
  }
}

std::string program_help(const CommandApp& program, const Terminal& terminal) {
  std::string out = wrapped(
                        "Mailroom reads the forms that come in, decides them by published rules, and hands "
                        "the outcome to the systems that pay, bill or write back.",
                        std::min(terminal.width, 80), 0) +
                    "\n\nusage: mailroom COMMAND [OPTIONS]\n";
  add_commands(out, program, Group::author, "Write forms and workflows", terminal);
  add_commands(out, program, Group::operate, "Run the office", terminal);
  add_commands(out, program, Group::shell, "Your shell", terminal);
  out += "\n" + heading(terminal, "Start here");
  out +=
      "  mailroom init my-office       make a small site that works, to look at and change\n"
      "  mailroom COMMAND --help       what a command does, with an example\n"
      "  mailroom --version            which Mailroom this is\n"
      "\nexit codes: 0 fine, 1 a document or case did not pass, 2 wrong use, 3 the machine\n";
  return out;
}

}  // namespace

std::string help_text(const CommandApp& command, const Terminal& terminal) {
  if (command.get_parent() == nullptr) return program_help(command, terminal);
  std::string out =
      paint(terminal, Tone::strong, command.full_name()) + ": " +
      wrapped(command.text().summary, terminal.width - static_cast<int>(command.full_name().size()) - 2, 2) +
      "\n\nusage: " + usage_of(command) + "\n";
  if (!command.text().details.empty()) {
    for (const std::string_view line : split(trim(command.text().details), '\n')) {
      out += "\n" + wrapped(line, terminal.width, 0);
    }
    out += "\n";
  }
  if (!command.commands().empty()) add_commands(out, command, {}, "Commands", terminal);
  if (const std::vector<Described> arguments = arguments_of(command); !arguments.empty()) {
    out += "\n" + heading(terminal, "Arguments");
    add_list(out, arguments, terminal);
  }
  out += "\n" + heading(terminal, "Options");
  add_list(out, options_of(command), terminal);
  add_examples(out, command, terminal);
  return out;
}

}  // namespace mailroom::cli
