// Objects in a bucket of Amazon's S3 or of a server that speaks its protocol (AWS, Simple Storage Service API
// Reference 2006-03-01: PutObject, GetObject, DeleteObject, ListObjectsV2; signature version 4). As in a
// folder, an object's key is PREFIX/xx/ID, xx being the last two characters of its id. A put is durable when
// the server says 200. What a server that is busy or away does not take is tried again for a while; an object
// may be put twice so, with the same bytes. Thread safe.
#pragma once

#include <string>
#include <string_view>

#include "connectors/http_client.h"
#include "daemon/bucket_settings.h"
#include "daemon/object_place.h"

namespace mailroom::daemon {

class ObjectBucket final : public ObjectPlace {
 public:
  explicit ObjectBucket(BucketSettings settings);
  // All throw Error{machine, kPlaceUnreachable}: it does not answer, or refuses us.
  void put(const std::string& id, std::string_view sealed) override;
  std::optional<std::string> get(const std::string& id) override;
  std::string where(const std::string& id) const override;
  size_t sweep(int part, const std::string& before,
               const std::function<bool(const std::string&)>& is_known) override;

 private:
  std::string key_of(const std::string& id) const;
  std::string url_of(std::string_view key) const;
  connectors::HttpAnswer ask(connectors::HttpRequest request);
  std::string folder_of(std::string_view part) const;  // "PREFIX/xx/"

  const BucketSettings settings_;
  std::string base_;  // of URLs, ends with '/'
  connectors::HttpClient client_;
};

}  // namespace mailroom::daemon
