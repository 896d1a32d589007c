// A 3270 host through s3270, the scripted one of the x3270 family (http://x3270.bgp.nu/s3270-man.html): it
// speaks TN3270 and TLS and keeps the screen, we say what to do line by line. Model 2, 24 lines by 80
// columns. The host's address is looked up and judged here (private addresses), and s3270 is given the
// address.
//
// One thread at a time. s3270 ends with us.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "connectors/networks.h"
#include "connectors/robot/child_program.h"
#include "connectors/robot/terminal.h"

namespace mailroom::connectors {

struct TerminalHost {
  std::string name;
  int port = 23;
  bool is_secured = false;
  std::string trust_file;  // PEM; empty: the system's authorities
};

class S3270Terminal final : public Terminal {
 public:
  S3270Terminal(TerminalHost host, Networks allowed, std::chrono::milliseconds step_within)
      : host_(std::move(host)), allowed_(std::move(allowed)), step_within_(step_within) {}

  StepEnd connect() override;
  bool refresh(std::chrono::milliseconds wait) override;
  const TextScreen& screen() const override { return screen_; }
  StepEnd move_to(ScreenPlace place) override;
  StepEnd type(const std::string& text) override;
  StepEnd press(const std::string& key_name) override;

 private:
  struct Answer {
    bool is_ok = false;
    std::vector<std::string> data;
    bool is_unlocked = false, is_connected = false;
  };
  // None: s3270 does not answer in time or has ended; it is ended then.
  std::optional<Answer> ask(const std::string& actions);
  void read_status(const std::string& line, Answer& answer);
  bool wait_until_unlocked();
  bool read_screen();

  TerminalHost host_;
  Networks allowed_;
  std::chrono::milliseconds step_within_;
  TextScreen screen_;
  std::unique_ptr<ChildProgram> program_;
};

}  // namespace mailroom::connectors
