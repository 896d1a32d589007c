// Secrets of a site: by name from systemd's credentials ($CREDENTIALS_DIRECTORY/NAME), from a folder of
// files, or from the environment (MAILROOM_SECRET_NAME), in this order. Never in YAML, a log or a message.
// Immutable; thread safe.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/value.h"
#include "daemon/site.h"

namespace mailroom::daemon {

class Secrets {
 public:
  Secrets(std::filesystem::path folder, bool from_environment);
  static Secrets of_site(const Site& site) { return {site.secrets, site.secrets_from_environment}; }

  std::optional<std::string> find(std::string_view name) const;
  // Replaces each ${secret:NAME}. Throws Error{usage, "secret_missing"} which says where it was looked for.
  std::string resolve(std::string_view text) const;
  // The same in every text below `value`.
  Value resolve(const Value& value) const;

 private:
  std::filesystem::path folder_;
  bool from_environment_;
};

}  // namespace mailroom::daemon
