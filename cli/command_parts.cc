#include "cli/command_parts.h"

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

std::string option_name(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const auto& name : option.get_snames()) names.push_back("-" + name);
  for (const auto& name : option.get_lnames()) names.push_back("--" + name);
  return join(names, ", ") + (takes_value(option) ? " " + value_name(option) : "");
}

std::vector<const CLI::Option*> all_of(const CommandApp& command, bool positional) {
  return command.get_options(
      [&](const CLI::Option* option) { return option->get_positional() == positional; });
}

}  // namespace

std::string usage_of(const CommandApp& command) {
  std::string line = command.full_name();
  bool more = false;
  for (const CLI::Option* option : all_of(command, false)) {
    if (option->get_required()) {
      line += " " + option_name(*option);
    } else if (option->get_name() != "--help") {
      more = true;
    }
  }
  if (more) line += " [OPTIONS]";
  for (const CLI::Option* option : all_of(command, true)) {
    const std::string name = option->get_name(true) + (is_many(*option) ? "..." : "");
    line += option->get_required() ? " " + name : " [" + name + "]";
  }
  if (!command.commands().empty()) line += command.action ? " [COMMAND]" : " COMMAND";
  return line;
}

std::vector<Described> arguments_of(const CommandApp& command) {
  std::vector<Described> arguments;
  for (const CLI::Option* option : all_of(command, true))
    arguments.push_back({option->get_name(true), option->get_description()});
  return arguments;
}

std::vector<Described> options_of(const CommandApp& command) {
  std::vector<Described> options;
  for (const CLI::Option* option : all_of(command, false))
    options.push_back({option_name(*option), option->get_description()});
  return options;
}

std::vector<Described> examples_of(const CommandApp& command) {
  std::vector<Described> examples;
  if (command.text().examples.empty()) return examples;
  for (const std::string_view line : split(trim(command.text().examples), '\n')) {
    const size_t comment = line.find("  #");
    examples.push_back(
        {std::string(trim(line.substr(0, comment))),
         comment == std::string_view::npos ? "" : std::string(trim(line.substr(comment + 3)))});
  }
  return examples;
}

}  // namespace mailroom::cli
