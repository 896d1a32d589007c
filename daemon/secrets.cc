#include "daemon/secrets.h"

#include <cstdlib>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"

namespace mailroom::daemon {

namespace {

constexpr std::string_view kOpening = "${secret:";

bool is_name(std::string_view name) {
  if (name.empty()) return false;
  for (char c : name) {
    const bool fits =
        (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    if (!fits) return false;
  }
  return true;
}

// A final line end is the editor's, not the secret's.
std::optional<std::string> from_file(const std::filesystem::path& file) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(file, ignored)) return {};
  std::string text = read_file(file, 1 << 20);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

}  // namespace

Secrets::Secrets(std::filesystem::path folder, bool from_environment)
    : folder_(std::move(folder)), from_environment_(from_environment) {}

std::optional<std::string> Secrets::find(std::string_view name) const {
  if (!is_name(name)) return {};
  if (const char* credentials = std::getenv("CREDENTIALS_DIRECTORY")) {
    if (auto secret = from_file(std::filesystem::path(credentials) / name)) return secret;
  }
  if (!folder_.empty()) {
    if (auto secret = from_file(folder_ / name)) return secret;
  }
  if (from_environment_) {
    if (const char* value = std::getenv(("MAILROOM_SECRET_" + std::string(name)).c_str())) return value;
  }
  return {};
}

std::string Secrets::resolve(std::string_view text) const {
  std::string out;
  while (true) {
    const size_t start = text.find(kOpening);
    if (start == std::string_view::npos) return out.append(text);
    const size_t end = text.find('}', start);
    if (end == std::string_view::npos) {
      throw Error(Fault::usage, "secret_unclosed", "'${secret:' without its closing '}'", {},
                  "write ${secret:NAME}");
    }
    const std::string_view name = text.substr(start + kOpening.size(), end - start - kOpening.size());
    const auto secret = find(name);
    if (!secret) {
      throw Error(Fault::usage, "secret_missing", "there is no secret '" + std::string(name) + "'", {},
                  "put it into the file '" + (folder_ / name).string() + "'" +
                      (from_environment_ ? " or the variable MAILROOM_SECRET_" + std::string(name) : ""));
    }
    out.append(text.substr(0, start)).append(*secret);
    text.remove_prefix(end + 1);
  }
}

Value Secrets::resolve(const Value& value) const {
  switch (value.kind()) {
    case Value::Kind::text:
      return value.text().find(kOpening) == std::string_view::npos ? value : Value(resolve(value.text()));
    case Value::Kind::list: {
      List list;
      for (const Value& entry : value.list()) list.push_back(resolve(entry));
      return list;
    }
    case Value::Kind::context: {
      Context context;
      for (const auto& [name, entry] : value.context().entries()) context.put(name, resolve(entry));
      return context;
    }
    default:
      return value;
  }
}

}  // namespace mailroom::daemon
