// Objects in a bucket of S3 (connectors/bucket.h: PutObject, GetObject, DeleteObject, ListObjectsV2). As in a
// folder, an object's key is PREFIX/xx/ID, xx being the last two characters of its id. A put is durable when
// the server says 200. What a server that is busy or away does not take is tried again for a while; an object
// may be put twice so, with the same bytes. Thread safe.
#pragma once

#include <string>
#include <string_view>

#include "connectors/bucket.h"
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
  connectors::HttpAnswer ask(const connectors::HttpRequest& request);
  std::string folder_of(std::string_view part) const;  // "PREFIX/xx/"

  const BucketSettings settings_;
  connectors::Bucket bucket_;
};

}  // namespace mailroom::daemon
