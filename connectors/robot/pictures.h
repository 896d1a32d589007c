// Pictures of a screen, kept in a folder of the site as CASE-DELIVERY-done.png and -failed.png. They are
// personal data that no case's key covers: only their owner may read them, and each goes once it is older
// than the settings say, at the next delivery (looked at hourly).
//
// One thread at a time. A picture that cannot be kept is no failure of a delivery: it is logged.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/value.h"
#include "connectors/connector.h"
#include "connectors/kind.h"

namespace mailroom::connectors {

class Pictures {
 public:
  static std::vector<ConnectorKey> keys();
  // Throws Error{usage, "setting_invalid"}.
  Pictures(const Context& settings, const std::filesystem::path& site_folder, const Clock& clock);

  bool wants(bool failed) const { return which_ == Which::all || (failed && which_ == Which::failures); }
  // Its name in the site; empty if it was not kept.
  std::string keep(const Delivery& delivery, bool failed, std::string_view bytes, std::string_view suffix);
  void sweep();  // what is too old

 private:
  enum class Which { all, failures, none } which_;
  std::string shown_;
  std::filesystem::path folder_;
  std::chrono::microseconds keep_for_;
  const Clock& clock_;
  Instant next_sweep_{};
};

}  // namespace mailroom::connectors
