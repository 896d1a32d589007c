// "The step that takes effect is about to be taken": a file per delivery, on disk before the step. After a
// kill it tells how long ago that was, so that a look-up is not believed too early. One thread at a time for
// a key; different keys at once.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/clock.h"

namespace mailroom::connectors {

class CommitMark {
 public:
  CommitMark(const std::filesystem::path& site_folder, const std::string& key);

  // When it was made; none if there is none. Error{machine} if that cannot be told: then no look-up is to be
  // believed.
  std::optional<Instant> made() const;
  // Error{machine} if it cannot be made durable: then the step must not be taken.
  void make(Instant now) const;
  void remove() const;

 private:
  std::filesystem::path site_folder_, file_;
};

}  // namespace mailroom::connectors
