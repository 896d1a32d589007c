// Which bucket of S3 keeps a site's documents, and how it is reached. Plain values.
#pragma once

#include <chrono>

#include "connectors/bucket.h"

namespace mailroom::daemon {

struct BucketSettings : connectors::BucketAddress {
  std::chrono::milliseconds patience{10'000};  // with a server that is busy or away
  friend bool operator==(const BucketSettings&, const BucketSettings&) = default;
};

}  // namespace mailroom::daemon
