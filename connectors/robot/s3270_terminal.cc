#include "connectors/robot/s3270_terminal.h"

#include <algorithm>
#include <map>
#include <thread>

#include "base/error.h"
#include "base/text.h"
#include "connectors/robot/reachable_host.h"

namespace mailroom::connectors {

namespace {

using End = StepEnd::Kind;

constexpr size_t kMostLines = 200;
constexpr std::string_view kData = "data: ";
constexpr char32_t kBlank = U' ';

// For s3270's own words for them; none: a 3270 has no such key.
std::optional<std::string> action_of(const std::string& key) {
  static const std::map<std::string, std::string> kActions = {
      {"enter", "Enter()"}, {"tab", "Tab()"},       {"backtab", "BackTab()"},    {"clear", "Clear()"},
      {"up", "Up()"},       {"down", "Down()"},     {"left", "Left()"},          {"right", "Right()"},
      {"home", "Home()"},   {"delete", "Delete()"}, {"backspace", "BackSpace()"}};
  if (const auto found = kActions.find(key); found != kActions.end()) return found->second;
  if (key.starts_with("pf")) return "PF(" + key.substr(2) + ")";
  if (key.starts_with("pa")) return "PA(" + key.substr(2) + ")";
  return {};
}

// Character by character by its code: nothing in a text is ever taken for a word of s3270's.
std::string keys_of(std::string_view text) {
  std::string actions;
  for (const uint32_t point : code_points(text)) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string digits;
    for (uint32_t rest = point; rest > 0; rest >>= 4) digits.insert(digits.begin(), kDigits[rest & 15]);
    actions += (actions.empty() ? "Key(U+" : " Key(U+") + digits + ")";
  }
  return actions;
}

}  // namespace

std::optional<S3270Terminal::Answer> S3270Terminal::ask(const std::string& actions) {
  if (!program_) return {};
  Answer answer;
  if (program_->write(actions + "\n", step_within_)) {
    // Data, the status of the session, "ok" or "error".
    for (size_t lines = 0; lines < kMostLines; ++lines) {
      const auto line = program_->read_line(step_within_);
      if (!line) break;
      if (line->starts_with(kData)) {
        answer.data.push_back(line->substr(kData.size()));
      } else if (*line == "ok" || *line == "error") {
        answer.is_ok = *line == "ok";
        return answer;
      } else {
        read_status(*line, answer);
      }
    }
  }
  program_.reset();
  return {};
}

// "U F U C(host) I 2 24 80 9 24 0x0 0.000": keyboard, formatting, field, connection, mode, model, rows,
// columns, the cursor's row and column from 0, window, time.
void S3270Terminal::read_status(const std::string& line, Answer& answer) {
  const std::vector<std::string_view> words = split(line, ' ');
  constexpr size_t kKeyboard = 0, kConnection = 3, kRow = 8, kColumn = 9;
  if (words.size() <= kColumn) return;
  answer.is_unlocked = words[kKeyboard] == "U";
  answer.is_connected = words[kConnection].starts_with("C(");
  screen_.cursor = {std::atoi(std::string(words[kRow]).c_str()) + 1,
                    std::atoi(std::string(words[kColumn]).c_str()) + 1};
}

StepEnd S3270Terminal::connect() {
  program_.reset();
  screen_.rows.clear();
  auto address = reachable_address(host_.name, allowed_);
  if (auto* end = std::get_if<StepEnd>(&address)) return std::move(*end);
  std::string where = std::get<std::string>(address);
  if (where.find(':') != std::string::npos) where = "[" + where + "]";
  std::vector<std::string> command = {"", "-utf8", "-model", "3279-2"};
  if (host_.is_secured) {
    // Whose certificate it must be, as we connect by address.
    command.insert(command.end(), {"-accepthostname", host_.name});
    if (!host_.trust_file.empty()) command.insert(command.end(), {"-cafile", host_.trust_file});
  }
  try {
    command.front() = find_program("s3270", "s3270").string();
    program_ = std::make_unique<ChildProgram>(command);
  } catch (const Error& error) {
    return {End::broken, error.message() + (error.hint().empty() ? "" : "; " + error.hint())};
  }
  const std::string prefix = host_.is_secured ? "L:" : "";
  const auto connected = ask("Connect(\"" + prefix + where + ":" + std::to_string(host_.port) + "\")");
  if (!connected) return {End::unreachable, "the host does not answer in time"};
  if (!connected->is_ok || !connected->is_connected)
    return {End::unreachable, "the host cannot be connected to"};
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(step_within_).count();
  const auto ready = ask("Wait(" + std::to_string(seconds) + ",InputField)");
  if (!ready || !ready->is_connected) return {End::unreachable, "the host shows no screen"};
  read_screen();
  return {};
}

bool S3270Terminal::read_screen() {
  const auto answer = ask("Ascii()");
  if (!answer || !answer->is_ok) return false;
  screen_.rows.clear();
  for (const std::string& line : answer->data) {
    const std::vector<uint32_t> points = code_points(line);
    screen_.rows.emplace_back(points.begin(), points.end());
  }
  return answer->is_connected;
}

bool S3270Terminal::refresh(std::chrono::milliseconds wait) {
  std::this_thread::sleep_for(wait);
  return read_screen();
}

bool S3270Terminal::wait_until_unlocked() {
  const auto now = ask("Query(Cursor1)");
  if (!now || !now->is_connected) return false;
  if (now->is_unlocked) return true;
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(step_within_).count();
  const auto later = ask("Wait(" + std::to_string(seconds) + ",Unlock)");
  return later && later->is_unlocked;
}

StepEnd S3270Terminal::move_to(ScreenPlace place) {
  if (!wait_until_unlocked()) return {End::missing, "the keyboard stays locked"};
  const auto moved =
      ask("MoveCursor1(" + std::to_string(place.row) + "," + std::to_string(place.column) + ")");
  if (!moved) return {End::broken, "s3270 has ended"};
  return moved->is_ok ? StepEnd{} : StepEnd{End::unfit, "there is no such place on the screen"};
}

// A text that is longer than its field runs on into the next one: so what stands there is compared.
StepEnd S3270Terminal::type(const std::string& text) {
  if (!wait_until_unlocked()) return {End::missing, "the keyboard stays locked"};
  const ScreenPlace start = screen_.cursor;
  const auto erased = ask("EraseEOF()");
  const auto typed = erased && erased->is_ok && !text.empty() ? ask(keys_of(text)) : erased;
  if (!typed) return {End::broken, "s3270 has ended"};
  if (!typed->is_ok) {
    ask("Reset()");
    if (!erased->is_ok) return {End::missing, "there is no field to type into"};
    return {End::unfit, "the field does not take this value whole"};
  }
  if (!read_screen()) return {End::broken, "the session has ended"};
  const std::vector<uint32_t> points = code_points(text);
  const auto row = static_cast<size_t>(start.row - 1), column = static_cast<size_t>(start.column - 1);
  const std::u32string there = row < screen_.rows.size() && column < screen_.rows[row].size()
                                   ? screen_.rows[row].substr(column, points.size())
                                   : std::u32string();
  const bool is_hidden = std::all_of(there.begin(), there.end(), [](char32_t c) { return c == kBlank; });
  if (is_hidden || std::u32string(points.begin(), points.end()) == there) return {};
  return {End::unfit, "the field does not take this value whole"};
}

StepEnd S3270Terminal::press(const std::string& key_name) {
  const auto action = action_of(key_name);
  if (!action) return {End::unfit, "a 3270 has no such key"};
  if (!wait_until_unlocked()) return {End::missing, "the keyboard stays locked"};
  const auto pressed = ask(*action);
  if (!pressed) return {End::broken, "the host does not answer in time", true};
  if (!pressed->is_ok || !pressed->is_connected) return {End::broken, "the session has ended", true};
  read_screen();
  return {};
}

}  // namespace mailroom::connectors
