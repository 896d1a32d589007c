// A bucket of Amazon's S3 or of a server that speaks its protocol (AWS, Simple Storage Service API Reference
// 2006-03-01): what its addresses look like and how requests to it are signed (signature version 4). Nothing
// is tried again: who asks decides. Thread safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "connectors/http_client.h"

namespace mailroom::connectors {

struct BucketAddress {
  std::string bucket;
  std::string prefix;    // "" or "office/a"
  std::string endpoint;  // "https://s3.example"; empty: Amazon's of the region
  std::string region = "us-east-1";
  bool in_path = true;  // ENDPOINT/BUCKET/KEY; otherwise BUCKET.ENDPOINT/KEY
  std::string access_key, secret_key;
  std::string trust_file;  // of certificates; empty: the system's authorities

  // "s3://BUCKET/PREFIX": fills the first two. False if it is none.
  bool take(std::string_view text);
  friend bool operator==(const BucketAddress&, const BucketAddress&) = default;
};

class Bucket {
 public:
  // `manner`: times and sizes; whom to trust and the signature are the address's.
  Bucket(const BucketAddress& address, HttpSettings manner);

  // A request for the object under a whole key; `body` is not owned and must live until it is sent.
  HttpRequest object(std::string method, std::string_view key, std::vector<std::string> headers = {},
                     std::string_view body = {}) const;
  // GET of the bucket itself; `query` is encoded, its parts sorted by name.
  HttpRequest list(const std::string& query) const;
  HttpAnswer send(const HttpRequest& request) { return client_.send(request); }

 private:
  HttpRequest signed_request(std::string method, std::string url, std::vector<std::string> headers,
                             std::string_view body) const;

  std::string base_;  // of URLs, ends with '/'
  HttpClient client_;
};

// What the server calls its reason (<Error><Code>…); empty if it says none.
std::string bucket_reason(const HttpAnswer& answer);

}  // namespace mailroom::connectors
