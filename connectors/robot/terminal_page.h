// A terminal as a screen: what the steps mean on it. One thread at a time; owns its terminal.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "connectors/robot/screen.h"
#include "connectors/robot/terminal.h"

namespace mailroom::connectors {

class TerminalPage final : public Screen {
 public:
  TerminalPage(std::unique_ptr<Terminal> terminal, std::chrono::milliseconds step_within)
      : terminal_(std::move(terminal)), step_within_(step_within) {}

  StepEnd begin() override { return terminal_->connect(); }
  Progress take(std::span<const Step> steps) override;
  // Waits for it: a new session's first screen may take a while.
  bool asks_who(const std::string& text) override;
  std::string picture() override;
  std::string_view picture_suffix() const override { return ".txt"; }

 private:
  StepEnd take_one(const Step& step, std::string& read);
  StepEnd wait_until_shown(const Step& step, std::string& read);

  std::unique_ptr<Terminal> terminal_;
  std::chrono::milliseconds step_within_;
};

// What the screen shows where a step looks: for `wait_for` its text, for `read` what is read; none if it is
// not there.
std::optional<std::string> found_on(const TextScreen& screen, const Step& step);

}  // namespace mailroom::connectors
