// Options and arguments of a command, without CLI11's header: it is as large as all of ours together, and
// each file that includes it takes five seconds longer to compile. Only the files that look inside a
// command (cli/command_app.h) include it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace mailroom::cli {

// A handle to what add_option added; the command owns it. Each setter returns the handle, to go on.
class Option {
 public:
  explicit Option(CLI::Option* option) : option_(option) {}

  Option& required();
  Option& type_name(std::string_view name);  // what help calls the value; default: TEXT or N
  // The value lies between the two; anything else is wrong use.
  Option& between(double least, double most);
  // A list of which each value is named anew, so that arguments may follow it: `--forms A --forms B FILE`.
  Option& one_each_time();
  // A list that may be typed with commas: `--with folds,stamps`.
  Option& commas();

 private:
  CLI::Option* option_;
};

// Adds an option ("-o,--out") or an argument ("FILE") to `command`. `value` must live as long as the command;
// it keeps what it holds if nothing is typed. The description starts in lower case and has no full stop.
Option add_option(CLI::App& command, const std::string& names, std::string& value,
                  const std::string& description);
Option add_option(CLI::App& command, const std::string& names, std::vector<std::string>& values,
                  const std::string& description);
Option add_option(CLI::App& command, const std::string& names, int& value, const std::string& description);
Option add_option(CLI::App& command, const std::string& names, uint64_t& value,
                  const std::string& description);
Option add_option(CLI::App& command, const std::string& names, int64_t& value,
                  const std::string& description);
Option add_option(CLI::App& command, const std::string& names, double& value, const std::string& description);

// "--all" sets `value`; "!--no-pictures" clears it.
void add_flag(CLI::App& command, const std::string& names, bool& value, const std::string& description);

}  // namespace mailroom::cli
