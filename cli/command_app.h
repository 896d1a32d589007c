// A command as CLI11 sees it, with what we say about it and what it does. Only run.cc, help.cc and
// completion_command.cc look inside.
#pragma once

#include <CLI/CLI.hpp>

#include "cli/command.h"

namespace mailroom::cli {

class CommandApp final : public CLI::App {
 public:
  explicit CommandApp(const CommandText& text) : CLI::App(text.summary, text.name), text_(text) {
    set_help_flag("-h,--help", "show this help");
    require_subcommand(0, 1);  // at most one: an argument that is called like a command stays an argument
  }
  const CommandText& text() const { return text_; }
  std::function<int(Program&)> action;

  // "mailroom cases show".
  std::string full_name() const {
    const auto* parent = dynamic_cast<const CommandApp*>(get_parent());
    return parent != nullptr ? parent->full_name() + " " + get_name() : get_name();
  }
  std::vector<const CommandApp*> commands() const {
    std::vector<const CommandApp*> all;
    for (const CLI::App* app : get_subcommands({})) all.push_back(static_cast<const CommandApp*>(app));
    return all;
  }
  // The command that was named on the line; this one if none of its own was.
  const CommandApp& named() const {
    const auto parsed = get_subcommands();
    return parsed.empty() ? *this : static_cast<const CommandApp*>(parsed.front())->named();
  }

 private:
  CommandText text_;
};

}  // namespace mailroom::cli
