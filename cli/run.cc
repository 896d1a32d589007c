// Parsing a command line and running what it names; CLI11's own texts are turned into ours.
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <ostream>

#include "base/text.h"
#include "cli/command_app.h"
#include "cli/command_parts.h"
#include "cli/help.h"

namespace mailroom::cli {

namespace {

// What a shell reports when whoever read our output went away (`mailroom cases | head`): no error of ours.
constexpr int kReaderGone = 128 + SIGPIPE;

Error wrong_use(const CommandApp& command, std::string message, std::string hint) {
  std::string usage = command.get_parent() == nullptr
                          ? "all commands: mailroom --help"
                          : "usage: " + usage_of(command) + "\n  more: " + command.full_name() + " --help";
  if (!hint.empty()) usage = hint + "\n  " + usage;
  return Error(Fault::usage, "wrong_use", std::move(message), {}, std::move(usage));
}

std::string did_you_mean(std::string_view typed, const std::vector<std::string>& known) {
  const auto nearest = nearest_name(typed, known);
  return nearest ? "did you mean '" + *nearest + "'?" : "";
}

// What nobody took: an unknown command, an unknown option or one argument too many.
Error unexpected(const CommandApp& command, const std::string& typed) {
  std::vector<std::string> known;
  if (typed.size() > 1 && typed[0] == '-') {
    const std::string name = typed.substr(0, typed.find('='));
    for (const CLI::Option* option : command.get_options()) {
      for (const auto& lname : option->get_lnames()) known.push_back("--" + lname);
    }
    return wrong_use(command, "unknown option '" + name + "'", did_you_mean(name, known));
  }
  for (const CommandApp* one : command.commands()) known.push_back(one->get_name());
  if (known.empty()) return wrong_use(command, "unexpected argument '" + typed + "'", {});
  std::string hint = did_you_mean(typed, known);
  if (hint.empty() && command.get_parent() != nullptr) hint = "expected " + quoted_list(known);
  return wrong_use(command, "unknown command '" + typed + "'", std::move(hint));
}

const CLI::Option* option_named_in(const CommandApp& command, const std::string& text) {
  const CLI::Option* found = nullptr;
  for (const CLI::Option* option : command.get_options()) {
    const std::string name = option->get_name();
    const bool longer = found == nullptr || name.size() > found->get_name().size();
    if (longer && text.find(name) != std::string::npos) found = option;
  }
  return found;
}

// CLI11's ParseError in our words.
Error translated(const CommandApp& program, const CLI::ParseError& error) {
  const CommandApp& command = program.named();
  const auto extras = program.remaining(true);
  if (!extras.empty()) return unexpected(command, extras.front());
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_required() && option->count() == 0) {
      const std::string name = option->get_positional() ? option->get_name(true) : option->get_name();
      return wrong_use(command, name + " is missing", "expected " + option->get_description());
    }
  }
  const CLI::Option* option = option_named_in(command, error.what());
  const std::string name = option != nullptr ? "'" + option->get_name() + "'" : "";
  const std::string type = option != nullptr ? option->get_type_name() : "";
  if (dynamic_cast<const CLI::ConversionError*>(&error) != nullptr && option != nullptr) {
    const bool number = type == "INT" || type == "UINT" || type == "FLOAT";
    return wrong_use(
        command,
        name + ": expected " + (number ? "a number" : type) + ", got '" + join(option->results(), " ") + "'",
        {});
  }
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr && option != nullptr) {
    return wrong_use(command, name + " needs a value", "expected " + option->get_description());
  }
  const std::string text = error.what();
  if (dynamic_cast<const CLI::ValidationError*>(&error) != nullptr && option != nullptr) {
    return wrong_use(command, name + text.substr(std::min(text.find(": "), text.size())), {});
  }
  return wrong_use(command, text, {});
}

// Adds what a name alone cannot do: a group needs one of its commands.
int run_named(const CommandApp& command, Program& program) {
  if (command.action) return command.action(program);
  std::vector<std::string> names;
  for (const CommandApp* one : command.commands()) names.push_back(one->get_name());
  throw wrong_use(command, "which one? expected " + quoted_list(names), {});
}

}  // namespace

CLI::App& add_command(CLI::App& parent, const CommandText& text) {
  return *parent.add_subcommand(std::make_shared<CommandApp>(text));
}

void on_run(CLI::App& command, Program&, std::function<int(Program&)> action) {
  static_cast<CommandApp&>(command).action = std::move(action);
}

void add_site_option(CLI::App& command, std::string& site) {
  add_option(command, "--site", site, "the site's folder; default: the one around this folder")
      .type_name("DIR");
}

void add_json_option(CLI::App& command, bool& json) {
  add_flag(command, "--json", json, "print the answer as JSON, for scripts");
}

void report(const Error& error, const std::string& command, Program& program) {
  const Terminal& terminal = program.error_terminal;
  program.err << paint(terminal, Tone::bad, command + ":") << " " << clean(error.what()) << "\n";
  for (const std::string_view line : split(error.hint(), '\n')) {
    if (!trim(line).empty())
      program.err << "  " << wrapped(clean(trim(line)), std::max(40, terminal.width - 2), 2) << "\n";
  }
  program.err.flush();
}

namespace {

// Parses and runs; `name` becomes what was named, for the messages.
int run_line(const std::vector<std::string>& arguments, Program& program,
             const std::vector<AddCommand>& commands, std::string& name) {
  CommandApp app({"mailroom", "", Group::shell, "", ""});
  bool version = false;
  add_flag(app, "--version", version, "show the version");
  for (const AddCommand add : commands) add(app, program);
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForHelp&) {
    program.out << help_text(app.named(), program.terminal);
    return kFine;
  } catch (const CLI::ParseError& error) {
    name = app.named().full_name();
    throw translated(app, error);
  }
  if (version) {
    program.out << "mailroom " MAILROOM_VERSION "\n";
    return kFine;
  }
  if (&app.named() == &app) {
    program.err << help_text(app, program.error_terminal);
    return kWrongUse;
  }
  name = app.named().full_name();
  return run_named(app.named(), program);
}

}  // namespace

int run(const std::vector<std::string>& arguments, Program& program,
        const std::vector<AddCommand>& commands) {
  std::string name = "mailroom";
  try {
    const int code = run_line(arguments, program, commands, name);
    errno = 0;
    if (program.out.flush()) return code;
    if (errno == EPIPE) return kReaderGone;
    throw Error(Fault::machine, "output_unwritable",
                "cannot write the output" + (errno != 0 ? ": " + system_reason(errno) : ""));
  } catch (const Error& error) {
    program.out.flush();
    report(error, name, program);
    return static_cast<int>(error.fault());
  } catch (const std::exception& error) {
    program.out.flush();
    report(Error(Fault::machine, "internal", error.what(), {}, "this is a bug in mailroom; please report it"),
           name, program);
    return kMachine;
  }
}

}  // namespace mailroom::cli
