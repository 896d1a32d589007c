#include "connectors/robot/pty_terminal.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vterm.h>

#include <cerrno>
#include <thread>

#include "base/error.h"
#include "base/file.h"
#include "base/spawn.h"
#include "base/text.h"
#include "connectors/robot/child_program.h"

namespace mailroom::connectors {

namespace {

using End = StepEnd::Kind;
using SteadyClock = std::chrono::steady_clock;

constexpr int kRows = 24, kColumns = 80;
constexpr std::chrono::milliseconds kToEnd{500}, kLook{20};
// In one look: whoever writes without end has something on the screen all the same.
constexpr size_t kMostAtOnce = 1 << 18;

struct FreeModel {
  void operator()(VTerm* model) const { vterm_free(model); }
};

// In the session of its own, the terminal that is opened first becomes its terminal.
pid_t spawn(const std::filesystem::path& program, const std::vector<std::string>& command,
            const std::filesystem::path& folder, const char* terminal) {
  SpawnPlan plan(SpawnPlan::Apart::session);
  plan.open(STDIN_FILENO, terminal, O_RDWR);
  plan.copy(STDIN_FILENO, STDOUT_FILENO);
  plan.copy(STDIN_FILENO, STDERR_FILENO);
  plan.change_folder(folder.string());
  plan.close_from(STDERR_FILENO + 1);
  std::vector<std::string> environment = plain_environment();
  environment.emplace_back("TERM=xterm");
  pid_t pid = -1;
  return plan.start(program.string(), command, std::move(environment), pid) == 0 ? pid : -1;
}

std::optional<VTermKey> key_named(const std::string& name) {
  static const std::map<std::string, VTermKey> kKeys = {
      {"enter", VTERM_KEY_ENTER},   {"tab", VTERM_KEY_TAB},     {"backtab", VTERM_KEY_TAB},
      {"escape", VTERM_KEY_ESCAPE}, {"up", VTERM_KEY_UP},       {"down", VTERM_KEY_DOWN},
      {"left", VTERM_KEY_LEFT},     {"right", VTERM_KEY_RIGHT}, {"backspace", VTERM_KEY_BACKSPACE},
      {"delete", VTERM_KEY_DEL},    {"home", VTERM_KEY_HOME}};
  if (const auto found = kKeys.find(name); found != kKeys.end()) return found->second;
  if (name.starts_with("pf")) return static_cast<VTermKey>(VTERM_KEY_FUNCTION(std::atoi(name.c_str() + 2)));
  return {};
}

}  // namespace

struct PtyTerminal::Session {
  Session() : model(vterm_new(kRows, kColumns)) {
    vterm_set_utf8(model.get(), 1);
    screen = vterm_obtain_screen(model.get());
    vterm_screen_reset(screen, 1);
    vterm_output_set_callback(
        model.get(),
        [](const char* bytes, size_t count, void* answers) {
          static_cast<std::string*>(answers)->append(bytes, count);
        },
        &output);
  }
  ~Session() {
    terminal.reset();  // hangs up
    const auto deadline = SteadyClock::now() + kToEnd;
    while (pid > 0 && ::waitpid(pid, nullptr, WNOHANG) == 0) {
      if (SteadyClock::now() >= deadline) ::kill(-pid, SIGKILL);
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  std::unique_ptr<VTerm, FreeModel> model;
  VTermScreen* screen = nullptr;  // the model's
  std::string output;             // what the keyboard, or the terminal by itself, answers
  FileDescriptor terminal;
  pid_t pid = -1;
  bool has_ended = false;
};

PtyTerminal::PtyTerminal(std::vector<std::string> command, std::filesystem::path folder,
                         std::chrono::milliseconds step_within)
    : command_(std::move(command)), folder_(std::move(folder)), step_within_(step_within) {}

PtyTerminal::~PtyTerminal() = default;

StepEnd PtyTerminal::connect() {
  session_.reset();
  std::filesystem::path program = command_.front();
  try {
    if (command_.front().find('/') == std::string::npos) {
      program = find_program(command_.front(), "that has it");
    } else {
      program = std::filesystem::absolute(folder_ / program).lexically_normal();
    }
  } catch (const Error& error) {
    return {End::unreachable, error.message()};
  }
  auto session = std::make_unique<Session>();
  session->terminal = FileDescriptor(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK));
  char name[64];
  const int terminal = session->terminal.get();
  if (terminal < 0 || ::grantpt(terminal) != 0 || ::unlockpt(terminal) != 0 ||
      ::ptsname_r(terminal, name, sizeof name) != 0)
    return {End::broken, "there is no terminal to be had: " + system_reason(errno)};
  const winsize size{kRows, kColumns, 0, 0};
  ::ioctl(terminal, TIOCSWINSZ, &size);
  session->pid = spawn(program, command_, folder_, name);
  if (session->pid < 0) return {End::unreachable, "the program does not start"};
  session_ = std::move(session);
  draw();
  return {};
}

bool PtyTerminal::refresh(std::chrono::milliseconds wait) {
  if (!session_) return false;
  auto left = wait;
  for (size_t taken = 0; !session_->has_ended && taken < kMostAtOnce;) {
    pollfd watched{session_->terminal.get(), POLLIN, 0};
    if (::poll(&watched, 1, static_cast<int>(left.count())) <= 0) break;
    char buffer[1 << 14];
    const ssize_t count = ::read(session_->terminal.get(), buffer, sizeof buffer);
    if (count > 0) {
      vterm_input_write(session_->model.get(), buffer, static_cast<size_t>(count));
      taken += static_cast<size_t>(count);
      left = {};  // what else is there already
    } else if (count == 0 || (errno != EINTR && errno != EAGAIN)) {
      session_->has_ended = true;  // EIO: whoever had the terminal has gone
    }
  }
  if (!session_->output.empty() && send().kind != End::done) session_->has_ended = true;
  draw();
  return !session_->has_ended;
}

void PtyTerminal::draw() {
  screen_.rows.assign(kRows, std::u32string(kColumns, U' '));
  for (int row = 0; row < kRows; ++row) {
    for (int column = 0; column < kColumns; ++column) {
      VTermScreenCell cell;
      const bool is_there = vterm_screen_get_cell(session_->screen, {row, column}, &cell) != 0;
      // The second half of a wide character has none of its own.
      if (is_there && cell.chars[0] != 0 && cell.chars[0] != static_cast<uint32_t>(-1))
        screen_.rows[static_cast<size_t>(row)][static_cast<size_t>(column)] = cell.chars[0];
    }
  }
  VTermPos cursor;
  vterm_state_get_cursorpos(vterm_obtain_state(session_->model.get()), &cursor);
  screen_.cursor = {cursor.row + 1, cursor.col + 1};
}

// The cursor is the program's: it gets there by itself, or it does not.
StepEnd PtyTerminal::move_to(ScreenPlace place) {
  const auto deadline = SteadyClock::now() + step_within_;
  bool is_alive = refresh({});
  while (screen_.cursor.row != place.row || screen_.cursor.column != place.column) {
    if (!is_alive) return {End::broken, "the session has ended"};
    if (SteadyClock::now() >= deadline) return {End::missing, "the cursor does not come there"};
    is_alive = refresh(kLook);
  }
  return {};
}

StepEnd PtyTerminal::type(const std::string& text) {
  if (!session_) return {End::broken, "the session has ended"};
  for (const uint32_t point : code_points(text))
    vterm_keyboard_unichar(session_->model.get(), point, VTERM_MOD_NONE);
  return send();
}

StepEnd PtyTerminal::press(const std::string& key_name) {
  if (!session_) return {End::broken, "the session has ended"};
  const auto key = key_named(key_name);
  if (!key) return {End::unfit, "this terminal has no such key"};
  vterm_keyboard_key(session_->model.get(), *key, key_name == "backtab" ? VTERM_MOD_SHIFT : VTERM_MOD_NONE);
  StepEnd end = send();
  end.may_have_acted = end.kind != End::done;
  return end;
}

StepEnd PtyTerminal::send() {
  std::string bytes = std::move(session_->output);
  session_->output.clear();
  std::string_view rest = bytes;
  const auto deadline = SteadyClock::now() + step_within_;
  while (!rest.empty()) {
    const ssize_t count = ::write(session_->terminal.get(), rest.data(), rest.size());
    if (count > 0) rest.remove_prefix(static_cast<size_t>(count));
    if (count > 0 || (count < 0 && errno == EINTR)) continue;
    if (count == 0 || errno != EAGAIN) return {End::broken, "the session has ended"};
    pollfd watched{session_->terminal.get(), POLLOUT, 0};
    ::poll(&watched, 1, static_cast<int>(kLook.count()));
    if (SteadyClock::now() >= deadline) return {End::broken, "the program takes no input"};
  }
  return {};
}

}  // namespace mailroom::connectors
