// A program of this machine on a terminal of its own (a pty), its screen modelled by libvterm as an xterm of
// 24 lines by 80 columns. The program is started anew for each session, without a shell, in the site's
// folder, with a clean environment (no secrets of ours); when the session ends, or we do, the terminal hangs
// up.
//
// One thread at a time. UTF-8.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "connectors/robot/terminal.h"

namespace mailroom::connectors {

class PtyTerminal final : public Terminal {
 public:
  // `command`: program and arguments, the program by its path (from the site's folder) or in PATH.
  PtyTerminal(std::vector<std::string> command, std::filesystem::path folder,
              std::chrono::milliseconds step_within);
  ~PtyTerminal() override;

  StepEnd connect() override;
  bool refresh(std::chrono::milliseconds wait) override;
  const TextScreen& screen() const override { return screen_; }
  StepEnd move_to(ScreenPlace place) override;
  StepEnd type(const std::string& text) override;
  StepEnd press(const std::string& key_name) override;

 private:
  struct Session;
  StepEnd send();  // what the keyboard made
  void draw();

  std::vector<std::string> command_;
  std::filesystem::path folder_;
  std::chrono::milliseconds step_within_;
  TextScreen screen_;
  std::unique_ptr<Session> session_;
};

}  // namespace mailroom::connectors
