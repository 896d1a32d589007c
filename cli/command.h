// How a command joins the program: one file per command, cli/NAME_command.cc, which defines
//
//   void add_NAME_command(CLI::App& app, Program& program) {
//     auto options = std::make_shared<Options>();
//     CLI::App& command = add_command(app, {"name", "what it does", Group::operate, "mailroom name FILE"});
//     add_option(command, "FILE", options->files, "what to read").required();
//     on_run(command, program, [options](Program& p) { …; return kFine; });
//   }
//
// and one line in main.cc's table. An option's description starts in lower case and has no full stop. The
// action runs after everything was parsed; it may throw Error, which becomes the message and the exit code.
// The command is CLI11's, but its header stays out: options are added by cli/option.h.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/error.h"
#include "cli/option.h"
#include "cli/program.h"

namespace mailroom::cli {

enum class Group { author, operate, shell };  // where `mailroom --help` lists it

struct CommandText {
  std::string name;
  std::string summary;  // one line for the list
  Group group = Group::operate;
  // One example a line, as typed; what comes after two blanks and '#' explains it.
  std::string examples;
  std::string details;  // further paragraphs for its own help; may be empty
};

// Adds a command, or a command of a command ("cases show").
CLI::App& add_command(CLI::App& parent, const CommandText& text);

// What the command does: returns the exit code. For a command that has commands of its own, what happens if
// none of them is named.
void on_run(CLI::App& command, Program& program, std::function<int(Program&)> action);

// `--site DIR`, for commands that work on a site; empty: the site is looked for upwards from here.
void add_site_option(CLI::App& command, std::string& site);
// `--json`.
void add_json_option(CLI::App& command, bool& json);

using AddCommand = void (*)(CLI::App&, Program&);

// The whole program: parses, runs, reports. Returns the exit code; never throws.
int run(const std::vector<std::string>& arguments, Program& program, const std::vector<AddCommand>& commands);

// "mailroom read: where: message", and the hint on the next line.
void report(const Error& error, const std::string& command, Program& program);

}  // namespace mailroom::cli
