#include "connectors/robot/terminal_page.h"

#include <algorithm>

#include "base/text.h"

namespace mailroom::connectors {

namespace {

using End = StepEnd::Kind;
using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kLook{100};

std::u32string wide(std::string_view text) {
  const std::vector<uint32_t> points = code_points(text);
  return {points.begin(), points.end()};
}

std::string narrow(std::u32string_view text) {
  std::string out;
  for (const char32_t c : text) append_utf8(out, c);
  return std::string(trim(out));
}

bool shows(const TextScreen& screen, const std::string& text) {
  const std::u32string wanted = wide(text);
  return std::any_of(screen.rows.begin(), screen.rows.end(),
                     [&](const std::u32string& row) { return row.find(wanted) != std::u32string::npos; });
}

// So many columns, or up to two blanks.
std::string value_at(std::u32string_view row, size_t column, int length) {
  if (column >= row.size()) return {};
  std::u32string_view rest = row.substr(column);
  if (length > 0) return narrow(rest.substr(0, static_cast<size_t>(length)));
  const size_t begin = rest.find_first_not_of(U' ');
  if (begin == std::u32string_view::npos) return {};
  rest.remove_prefix(begin);
  return narrow(rest.substr(0, rest.find(U"  ")));
}

// What follows a name on its line: "REFERENCE . . : NMB-1".
std::string value_beside(const TextScreen& screen, const std::string& name) {
  const std::u32string wanted = wide(name);
  for (const std::u32string& row : screen.rows) {
    const size_t at = row.find(wanted);
    if (at == std::u32string::npos) continue;
    const size_t value = row.find_first_not_of(U" .:=", at + wanted.size());
    if (value != std::u32string::npos) return value_at(row, value, 0);
  }
  return {};
}

bool presses_keys(std::string_view text) {
  const std::vector<uint32_t> points = code_points(text);
  return std::any_of(points.begin(), points.end(),
                     [](uint32_t point) { return point < ' ' || (point >= 0x7F && point < 0xA0); });
}

}  // namespace

std::optional<std::string> found_on(const TextScreen& screen, const Step& step) {
  const auto some = [](std::string text) {
    return text.empty() ? std::optional<std::string>() : std::optional(std::move(text));
  };
  if (!step.at) {
    if (step.verb == Verb::read) return some(value_beside(screen, step.what));
    return shows(screen, step.what) ? std::optional(step.what) : std::nullopt;
  }
  const auto row = static_cast<size_t>(step.at->row - 1), column = static_cast<size_t>(step.at->column - 1);
  if (row >= screen.rows.size()) return {};
  if (step.verb == Verb::read) return some(value_at(screen.rows[row], column, step.length));
  const std::u32string wanted = wide(step.what);
  const bool is_there =
      column < screen.rows[row].size() && screen.rows[row].compare(column, wanted.size(), wanted) == 0;
  return is_there ? std::optional(step.what) : std::nullopt;
}

Progress TerminalPage::take(std::span<const Step> steps) {
  Progress progress;
  for (const Step& step : steps) {
    std::string read;
    progress.end = take_one(step, read);
    if (progress.end.kind != End::done) return progress;
    ++progress.done;
    if (step.verb == Verb::read) progress.read.push_back(std::move(read));
  }
  return progress;
}

StepEnd TerminalPage::take_one(const Step& step, std::string& read) {
  switch (step.verb) {
    case Verb::type: {
      if (presses_keys(step.what)) return {End::unfit, "this value has keys in it"};
      StepEnd end = step.at ? terminal_->move_to(*step.at) : StepEnd{};
      return end.kind == End::done ? terminal_->type(step.what) : end;
    }
    case Verb::key: {
      StepEnd end = terminal_->press(to_lower_ascii(step.what));
      end.may_have_acted = end.may_have_acted && step.is_commit;
      return end;
    }
    default:
      return wait_until_shown(step, read);
  }
}

StepEnd TerminalPage::wait_until_shown(const Step& step, std::string& read) {
  const auto deadline = SteadyClock::now() + step_within_;
  bool is_alive = terminal_->refresh({});
  for (;;) {
    if (auto found = found_on(terminal_->screen(), step)) {
      read = std::move(*found);
      return {};
    }
    if (!step.unless.empty() && shows(terminal_->screen(), step.unless))
      return {End::said_no, "the screen says that it is not so"};
    if (!is_alive) return {End::broken, "the session has ended"};
    if (SteadyClock::now() >= deadline) return {End::missing, "the screen does not show it"};
    is_alive = terminal_->refresh(kLook);
  }
}

bool TerminalPage::asks_who(const std::string& text) {
  Step look;
  look.verb = Verb::wait_for;
  look.what = text;
  std::string none;
  return wait_until_shown(look, none).kind == End::done;
}

std::string TerminalPage::picture() {
  std::string text;
  for (const std::u32string& row : terminal_->screen().rows) {
    std::string line;
    for (const char32_t c : row) append_utf8(line, c == 0 ? U' ' : c);
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

}  // namespace mailroom::connectors
