#include "cli/option.h"

#include <CLI/CLI.hpp>
#include <array>
#include <charconv>

namespace mailroom::cli {

namespace {

std::string shortest(double number) {
  std::array<char, 32> text{};
  return {text.data(),
          std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed).ptr};
}

}  // namespace

Option& Option::required() {
  option_->required();
  return *this;
}

Option& Option::type_name(std::string_view name) {
  option_->type_name(std::string(name));
  return *this;
}

Option& Option::between(double least, double most) {
  option_->check([least, most](const std::string& typed) {
    double value = 0;
    const bool fits = CLI::detail::lexical_cast(typed, value) && value >= least && value <= most;
    return fits ? std::string()
                : "expected a number from " + shortest(least) + " to " + shortest(most) + ", got '" + typed +
                      "'";
  });
  return *this;
}

Option& Option::one_each_time() {
  option_->expected(1)->allow_extra_args(false)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  return *this;
}

Option& Option::commas() {
  option_->delimiter(',')->allow_extra_args(false);
  return *this;
}

Option add_option(CLI::App& command, const std::string& names, std::string& value,
                  const std::string& description) {
  return Option(command.add_option(names, value, description));
}

Option add_option(CLI::App& command, const std::string& names, std::vector<std::string>& values,
                  const std::string& description) {
  return Option(command.add_option(names, values, description));
}

Option add_option(CLI::App& command, const std::string& names, int& value, const std::string& description) {
  return Option(command.add_option(names, value, description));
}

Option add_option(CLI::App& command, const std::string& names, uint64_t& value,
                  const std::string& description) {
  return Option(command.add_option(names, value, description));
}

Option add_option(CLI::App& command, const std::string& names, int64_t& value,
                  const std::string& description) {
  return Option(command.add_option(names, value, description));
}

Option add_option(CLI::App& command, const std::string& names, double& value,
                  const std::string& description) {
  return Option(command.add_option(names, value, description));
}

void add_flag(CLI::App& command, const std::string& names, bool& value, const std::string& description) {
  command.add_flag(names, value, description);
}

}  // namespace mailroom::cli
