// What erasing takes and what it leaves, as the store counts it. Plain values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"

namespace mailroom::daemon {

struct Erasure {
  std::string case_id;
  bool is_done = false;            // it was erased before
  int64_t documents = 0;           // that go: they are in no other case that is there
  int64_t shared = 0;              // that stay, for another case has them too
  int64_t on_their_way = 0;        // being read: nothing may be erased yet
  int64_t objects = 0;             // stored contents and pictures that go
  int64_t shared_scans = 0;        // of the documents that go: pages of a scan whose other pages stay
  std::vector<std::string> items;  // whose documents go; their originals go with the first of them
};

// What is to go of an ended case when its time is over.
enum class Retained { papers, all };

struct DueErasure {
  std::string case_id;
  Instant ended;
};

}  // namespace mailroom::daemon
