#include "cli/lsp/messages.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

namespace mailroom::cli::lsp {

namespace {

constexpr size_t kMaxHeader = 8 << 10;
constexpr size_t kMaxBody = 64 << 20;

size_t length_in(std::string_view header) {
  for (const std::string_view line : split(header, '\n')) {
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos || to_lower_ascii(trim(line.substr(0, colon))) != "content-length")
      continue;
    const std::string_view digits = trim(line.substr(colon + 1));
    size_t length = 0;
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
    if (failed == std::errc() && end == digits.data() + digits.size() && length <= kMaxBody) return length;
  }
  throw Error(Fault::usage, "not_lsp", "expected a message with 'Content-Length: …'", "standard input",
              "an editor starts `mailroom lsp` and speaks to it: docs/editors.md");
}

}  // namespace

bool Messages::fill() {
  char bytes[64 << 10];
  ssize_t count = 0;
  do {
    count = ::read(in_, bytes, sizeof bytes);
  } while (count < 0 && errno == EINTR);
  if (count <= 0) return false;
  buffer_.append(bytes, static_cast<size_t>(count));
  return true;
}

std::optional<Value> Messages::next() {
  size_t header = 0;
  while ((header = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (buffer_.size() > kMaxHeader) length_in("");
    if (!fill()) {
      if (!trim(buffer_).empty()) length_in("");
      return std::nullopt;
    }
  }
  const size_t length = length_in(std::string_view(buffer_).substr(0, header)), begin = header + 4;
  while (buffer_.size() < begin + length) {
    if (!fill()) return std::nullopt;
  }
  const std::string body = buffer_.substr(begin, length);
  buffer_.erase(0, begin + length);
  try {
    return parse_json(body, "the editor's message");
  } catch (const Error&) {
    return Value();
  }
}

bool Messages::has_more() const {
  if (!buffer_.empty()) return true;
  pollfd input{in_, POLLIN, 0};
  return poll(&input, 1, 0) > 0 && (input.revents & POLLIN) != 0;
}

void Messages::send(const Value& message) {
  const std::string body = to_json(message);
  const std::string whole = "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  for (size_t sent = 0; sent < whole.size();) {
    const ssize_t count = ::write(out_, whole.data() + sent, whole.size() - sent);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0)
      throw Error(Fault::machine, "client_gone", "the editor does not read any more", "standard output");
    sent += static_cast<size_t>(count);
  }
}

}  // namespace mailroom::cli::lsp
