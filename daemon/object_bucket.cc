#include "daemon/object_bucket.h"

#include <algorithm>
#include <pugixml.hpp>
#include <thread>
#include <vector>

#include "base/error.h"
#include "base/text.h"

namespace mailroom::daemon {

namespace {

using connectors::HttpAnswer;
using connectors::HttpRequest;
using connectors::percent_encoded;

constexpr std::chrono::milliseconds kFirstPause{100};
constexpr std::chrono::milliseconds kLongestPause{2'000};

connectors::HttpSettings manner() {
  connectors::HttpSettings made;
  // Documents are large and lines are slow: what counts is that it goes on.
  made.answer_within = std::chrono::minutes(30);
  made.stall_within = std::chrono::seconds(20);
  made.largest_answer = ObjectPlace::kLargest;
  return made;
}

bool may_pass(const HttpAnswer& answer) {
  if (answer.trouble == HttpAnswer::Trouble::not_trusted) return false;
  return answer.trouble != HttpAnswer::Trouble::none || answer.status >= 500 || answer.status == 429 ||
         answer.status == 408;
}

bool is_missing(const HttpAnswer& answer) {
  return answer.status == 404 && connectors::bucket_reason(answer) != "NoSuchBucket";
}

[[noreturn]] void refuse(const HttpAnswer& answer, const std::string& where) {
  const std::string reason = connectors::bucket_reason(answer);
  throw Error(Fault::machine, std::string(kPlaceUnreachable),
              "the bucket of documents refuses us: " + std::to_string(answer.status) +
                  (reason.empty() ? "" : " " + reason),
              where, "look at 'objects' and 's3' in mailroom.yaml and at the secrets that they name");
}

}  // namespace

ObjectBucket::ObjectBucket(BucketSettings settings)
    : settings_(std::move(settings)), bucket_(settings_, manner()) {}

std::string ObjectBucket::folder_of(std::string_view part) const {
  return (settings_.prefix.empty() ? "" : settings_.prefix + "/") + std::string(part) + "/";
}

std::string ObjectBucket::key_of(const std::string& id) const {
  return folder_of(std::string_view(id).substr(id.size() - 2)) + id;
}

std::string ObjectBucket::where(const std::string& id) const {
  return "s3://" + settings_.bucket + "/" + key_of(id);
}

// The answer to a request that may be sent again.
HttpAnswer ObjectBucket::ask(const HttpRequest& request) {
  std::chrono::milliseconds waited{0}, pause = kFirstPause;
  for (;;) {
    HttpAnswer answer = bucket_.send(request);
    if (!may_pass(answer) && answer.trouble == HttpAnswer::Trouble::none) return answer;
    if (!may_pass(answer) || waited >= settings_.patience) {
      throw Error(Fault::machine, std::string(kPlaceUnreachable),
                  "the bucket of documents cannot be reached: " +
                      (answer.why.empty() ? "it answers " + std::to_string(answer.status) : answer.why),
                  "s3://" + settings_.bucket);
    }
    std::this_thread::sleep_for(pause);
    waited += pause;
    pause = std::min(pause * 2, kLongestPause);
  }
}

void ObjectBucket::put(const std::string& id, std::string_view sealed) {
  const HttpAnswer answer =
      ask(bucket_.object("PUT", key_of(id), {"Content-Type: application/octet-stream"}, sealed));
  if (answer.status != 200) refuse(answer, where(id));
}

std::optional<std::string> ObjectBucket::get(const std::string& id) {
  HttpAnswer answer = ask(bucket_.object("GET", key_of(id)));
  if (is_missing(answer)) return {};
  if (answer.status != 200) refuse(answer, where(id));
  return std::move(answer.body);
}

size_t ObjectBucket::sweep(int part, const std::string& before,
                           const std::function<bool(const std::string&)>& is_known) {
  const std::string folder = folder_of(name_of_part(part));
  size_t removed = 0;
  std::string next;
  do {
    // Sorted by name, as the signature wants them.
    const std::string query = (next.empty() ? "" : "continuation-token=" + percent_encoded(next) + "&") +
                              "list-type=2&prefix=" + percent_encoded(folder);
    const HttpAnswer answer = ask(bucket_.list(query));
    pugi::xml_document page;
    if (answer.status != 200 || !page.load_buffer(answer.body.data(), answer.body.size()))
      refuse(answer, "s3://" + settings_.bucket + "/" + folder);
    const pugi::xml_node list = page.child("ListBucketResult");
    for (const pugi::xml_node& entry : list.children("Contents")) {
      const std::string key = entry.child_value("Key");
      const std::string id = key.substr(key.rfind('/') + 1);
      if (id >= before || key != key_of(id) || is_known(id)) continue;
      const HttpAnswer gone = ask(bucket_.object("DELETE", key));
      if (gone.status != 204 && gone.status != 200) refuse(gone, where(id));
      ++removed;
    }
    next = list.child_value("NextContinuationToken");
  } while (!next.empty());
  return removed;
}

}  // namespace mailroom::daemon
