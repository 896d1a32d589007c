#include "cli/help.h"

#include <algorithm>

#include "base/text.h"
#include "cli/command_app.h"

namespace mailroom::cli {

namespace {

std::string value_name(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  if (type == "TEXT" || type.empty()) return "TEXT";
  return type == "INT" || type == "UINT" || type == "FLOAT" ? "N" : type;
}

bool takes_value(const CLI::Option& option) {
  return option.get_items_expected_max() > 0 && option.get_type_size_max() > 0;
}

bool is_many(const CLI::Option& option) {
  return option.get_items_expected_max() > 1;
}

// "-o, --out FILE".
std::string option_name(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const auto& name : option.get_snames()) names.push_back("-" + name);
  for (const auto& name : option.get_lnames()) names.push_back("--" + name);
  return join(names, ", ") + (takes_value(option) ? " " + value_name(option) : "");
}

std::vector<const CLI::Option*> options_of(const CommandApp& command, bool positional) {
  return command.get_options(
      [&](const CLI::Option* option) { return option->get_positional() == positional; });
}

std::string heading(const Terminal& terminal, std::string_view text) {
  return paint(terminal, Tone::strong, text) + "\n";
}

void add_list(std::string& out, const std::vector<std::pair<std::string, std::string>>& entries,
              const Terminal& terminal) {
  Table table({Table::Align::left, Table::Align::left}, 2);
  for (const auto& [name, text] : entries) table.row({name, text});
  out += table.to_text(terminal);
}

void add_commands(std::string& out, const CommandApp& command, Group group, std::string_view title,
                  const Terminal& terminal) {
  std::vector<std::pair<std::string, std::string>> entries;
  for (const CommandApp* one : command.commands()) {
    if (one->text().group == group) entries.emplace_back(one->get_name(), one->text().summary);
  }
  if (entries.empty()) return;
  out += "\n" + heading(terminal, title);
  add_list(out, entries, terminal);
}

// Examples in two columns: what to type, what it does.
void add_examples(std::string& out, const CommandApp& command, const Terminal& terminal) {
  if (command.text().examples.empty()) return;
  out += "\n" + heading(terminal, "Examples");
  for (const std::string_view line : split(trim(command.text().examples), '\n')) {
    const size_t comment = line.find("  #");
    out += "  " + std::string(trim(line.substr(0, comment))) + "\n";
    if (comment != std::string_view::npos) {
      out += "      " + wrapped(trim(line.substr(comment + 3)), terminal.width - 6, 6) + "\n";
    }
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

std::string usage_line(const CommandApp& command) {
  std::string line = "usage: " + command.full_name();
  bool more = false;
  for (const CLI::Option* option : options_of(command, false)) {
    if (option->get_required()) {
      line += " " + option_name(*option);
    } else if (option->get_name() != "--help") {
      more = true;
    }
  }
  if (more) line += " [OPTIONS]";
  for (const CLI::Option* option : options_of(command, true)) {
    const std::string name = option->get_name(true) + (is_many(*option) ? "..." : "");
    line += option->get_required() ? " " + name : " [" + name + "]";
  }
  if (!command.commands().empty()) line += command.action ? " [COMMAND]" : " COMMAND";
  return line;
}

std::string help_text(const CommandApp& command, const Terminal& terminal) {
  if (command.get_parent() == nullptr) return program_help(command, terminal);
  std::string out =
      paint(terminal, Tone::strong, command.full_name()) + ": " +
      wrapped(command.text().summary, terminal.width - static_cast<int>(command.full_name().size()) - 2, 2) +
      "\n\n" + usage_line(command) + "\n";
  if (!command.text().details.empty()) {
    for (const std::string_view line : split(trim(command.text().details), '\n')) {
      out += "\n" + wrapped(line, terminal.width, 0);
    }
    out += "\n";
  }
  if (!command.commands().empty()) add_commands(out, command, command.text().group, "Commands", terminal);
  std::vector<std::pair<std::string, std::string>> entries;
  for (const CLI::Option* option : options_of(command, true)) {
    entries.emplace_back(option->get_name(true), option->get_description());
  }
  if (!entries.empty()) {
    out += "\n" + heading(terminal, "Arguments");
    add_list(out, entries, terminal);
  }
  entries.clear();
  for (const CLI::Option* option : options_of(command, false)) {
    entries.emplace_back(option_name(*option), option->get_description());
  }
  out += "\n" + heading(terminal, "Options");
  add_list(out, entries, terminal);
  add_examples(out, command, terminal);
  return out;
}

}  // namespace mailroom::cli
