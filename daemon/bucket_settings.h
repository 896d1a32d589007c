// Which bucket of S3 keeps a site's documents, and how it is reached. Plain values.
#pragma once

#include <chrono>
#include <string>

namespace mailroom::daemon {

struct BucketSettings {
  std::string bucket;
  std::string prefix;    // "" or "office/a"
  std::string endpoint;  // "https://s3.example"; empty: Amazon's of the region
  std::string region = "us-east-1";
  bool in_path = true;  // ENDPOINT/BUCKET/KEY; otherwise BUCKET.ENDPOINT/KEY
  std::string access_key, secret_key;
  std::string trust_file;                      // of certificates; empty: the system's authorities
  std::chrono::milliseconds patience{10'000};  // with a server that is busy or away
  friend bool operator==(const BucketSettings&, const BucketSettings&) = default;
};

}  // namespace mailroom::daemon
