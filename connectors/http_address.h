// The address of a request, whose path and query may hold values of the case: each is percent-encoded, so
// that none of them adds a segment or a parameter, and scheme and host are never made of them. A path without
// its value would be another address: it is not asked for. Immutable; thread safe.
#pragma once

#include <optional>
#include <string>

#include "base/value.h"
#include "connectors/pattern.h"

namespace mailroom::connectors {

// A segment "." or ".." of the path, however it is written: it is taken out, with the one before it (RFC
// 3986, 5.2.4), and leads elsewhere than it seems to. Of a whole address or what stands behind its host.
bool has_dot_segment(std::string_view address);

class HttpAddress {
 public:
  // Throws Error{usage, "setting_invalid"}. A text that still names a secret is taken as it is.
  explicit HttpAddress(const Context& settings);

  struct Made {
    std::string url;
    std::string trouble;  // why there is none, for a person; empty: there is
  };
  Made with(const Value& values) const;
  std::string host() const;  // with its port; empty if that is a secret

 private:
  std::string text_;  // as the setting says it
  Pattern pattern_;
};

}  // namespace mailroom::connectors
