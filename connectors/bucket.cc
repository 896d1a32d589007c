#include "connectors/bucket.h"

#include <pugixml.hpp>

#include "base/digest.h"
#include "base/text.h"

namespace mailroom::connectors {

namespace {

constexpr std::string_view kScheme = "s3://";
constexpr const char* kBucketLetters = "abcdefghijklmnopqrstuvwxyz0123456789-.";
constexpr size_t kShortestName = 3;

HttpSettings client_settings(const BucketAddress& address, HttpSettings manner) {
  manner.trust_file = address.trust_file;
  manner.aws = {address.region, "s3", address.access_key, address.secret_key};
  return manner;
}

std::string base_of(const BucketAddress& address) {
  std::string endpoint =
      address.endpoint.empty() ? "https://s3." + address.region + ".amazonaws.com" : address.endpoint;
  while (endpoint.back() == '/') endpoint.pop_back();
  if (address.in_path) return endpoint + "/" + address.bucket + "/";
  const size_t host = endpoint.find("://") + 3;
  return endpoint.insert(host, address.bucket + ".") + "/";
}

}  // namespace

bool BucketAddress::take(std::string_view text) {
  if (text.rfind(kScheme, 0) != 0) return false;
  const std::string_view name = text.substr(kScheme.size());
  bucket = name.substr(0, name.find('/'));
  prefix = bucket.size() < name.size() ? name.substr(bucket.size() + 1) : "";
  while (!prefix.empty() && prefix.back() == '/') prefix.pop_back();
  return bucket.find_first_not_of(kBucketLetters) == std::string::npos && bucket.size() >= kShortestName;
}

Bucket::Bucket(const BucketAddress& address, HttpSettings manner)
    : base_(base_of(address)), client_(client_settings(address, std::move(manner))) {}

HttpRequest Bucket::signed_request(std::string method, std::string url, std::vector<std::string> headers,
                                   std::string_view body) const {
  headers.push_back("x-amz-content-sha256: " + sha256(body));
  return {std::move(method), std::move(url), std::move(headers), body};
}

HttpRequest Bucket::object(std::string method, std::string_view key, std::vector<std::string> headers,
                           std::string_view body) const {
  std::string url = base_;
  for (const std::string_view part : split(key, '/'))
    url += (url.size() == base_.size() ? "" : "/") + percent_encoded(part);
  return signed_request(std::move(method), std::move(url), std::move(headers), body);
}

HttpRequest Bucket::list(const std::string& query) const {
  return signed_request("GET", base_ + "?" + query, {}, {});
}

std::string bucket_reason(const HttpAnswer& answer) {
  pugi::xml_document document;
  if (!document.load_buffer(answer.body.data(), answer.body.size())) return {};
  return document.child("Error").child_value("Code");
}

}  // namespace mailroom::connectors
