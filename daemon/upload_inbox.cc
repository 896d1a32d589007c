#include "daemon/upload_inbox.h"

#include <openssl/crypto.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/failpoint.h"
#include "base/json.h"
#include "base/log.h"
#include "base/text.h"
#include "daemon/at_once.h"
#include "daemon/folder_inbox.h"
#include "daemon/lost_disk.h"
#include "workflows/filing.h"

namespace mailroom::daemon {

namespace {

constexpr std::string_view kItems = "/v1/items";
constexpr std::string_view kBearer = "bearer ";
constexpr size_t kLongestKey = 255;
constexpr char kRetryAfterSeconds[] = "30";

// Before who handed in is told that it is taken.
const Failpoint kAnswer("upload.answer");

// In a time that tells nothing of where they differ.
bool is_token(std::string_view shown, std::string_view token) {
  return shown.size() == token.size() && CRYPTO_memcmp(shown.data(), token.data(), token.size()) == 0;
}

UploadAnswer later(const std::string& why) {
  UploadAnswer answer = upload_error(503, "not_now", why, "hand it in again later, with the same key");
  answer.headers["Retry-After"] = kRetryAfterSeconds;
  return answer;
}

std::string address_of(const std::string& item) {
  return std::string(kItems) + "/" + item;
}

}  // namespace

UploadInbox::UploadInbox(InboxSettings settings, std::function<std::string()> token,
                         std::function<std::string()> lack, Store& store, ObjectStore& objects,
                         const SiteKey& key, const Clock& clock)
    : settings_(std::move(settings)),
      token_(std::move(token)),
      lack_(std::move(lack)),
      store_(store),
      objects_(objects),
      clock_(clock),
      intake_(settings_.name, store, key, clock),
      arrived_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

// 0: there is none.
int64_t UploadInbox::certificate_time() const {
  struct stat status;
  const auto& file = settings_.upload->certificate;
  if (file.empty() || ::stat(file.c_str(), &status) != 0) return 0;
  return status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec;
}

Inbox::Look UploadInbox::look() {
  // Certificates are renewed every few weeks, beneath a daemon that runs for months.
  if (server_ && certificate_time() != changed_ && certificate_time() != 0) server_.reset();
  if (!server_ && !given_up_) listen();
  uint64_t ignored = 0;
  [[maybe_unused]] const ssize_t read = ::read(arrived_.get(), &ignored, sizeof ignored);
  Look look;
  look.taken = taken_.exchange(0);
  return look;
}

void UploadInbox::listen() {
  try {
    if (token_().size() < kShortestToken) {
      throw Error(Fault::usage, "token_too_short", "the token has fewer than 16 characters", {},
                  "make one: openssl rand -hex 32");
    }
    changed_ = certificate_time();
    const UploadSettings& upload = *settings_.upload;
    server_ = std::make_unique<UploadServer>(
        UploadServer::Address{upload.host, upload.port, upload.certificate.string(), upload.key.string()},
        settings_.largest,
        UploadServer::Handler{
            [this](const UploadHead& head) { return refuse(head); },
            [this](const UploadHead& head, std::string body) { return answer(head, std::move(body)); }});
    problems_.clear();
    log::info("uploads_opened", {{"inbox", name()}});
  } catch (const Error& error) {
    if (problems_[kItself] == error.message()) return;
    problems_[kItself] = error.message();
    log::error("uploads_unopened", {{"inbox", name()}, {"reason", error.code()}});
  }
}

std::optional<UploadAnswer> UploadInbox::refuse(const UploadHead& head) const {
  const std::string shown = head.header("authorization");
  const bool is_bearer = to_lower_ascii(shown.substr(0, kBearer.size())) == kBearer;
  try {
    if (!is_bearer || !is_token(trim(shown.substr(kBearer.size())), token_())) {
      UploadAnswer answer = upload_error(401, "token_wrong", "the token is missing or wrong",
                                         "send it as: Authorization: Bearer TOKEN");
      answer.headers["WWW-Authenticate"] = "Bearer";
      return answer;
    }
    if (head.method == "POST" && head.path == kItems) {
      if (head.header("idempotency-key").size() > kLongestKey)
        return upload_error(400, "request_invalid", "the Idempotency-Key is longer than 255 characters");
      if (const std::string why = lack_(); !why.empty()) return later(why);
      return {};
    }
  } catch (const Error&) {
    return later("the daemon cannot take anything in");
  }
  if (head.method == "GET" && head.path.rfind(kItems, 0) == 0) return {};
  if (head.path == kItems) {
    UploadAnswer answer = upload_error(405, "method_wrong", "items are handed in with POST");
    answer.headers["Allow"] = "POST";
    return answer;
  }
  return upload_error(404, "unknown_address", "there is nothing here", "hand in at " + std::string(kItems));
}

UploadAnswer UploadInbox::answer(const UploadHead& head, std::string body) {
  try {
    if (head.method == "GET") return tell(head.path.substr(std::min(head.path.size(), kItems.size() + 1)));
    return take(head, parse_upload(head, std::move(body)));
  } catch (const Error& error) {
    end_if_disk_is_lost(error);
    if (error.fault() != Fault::machine)
      return upload_error(400, error.code(), error.message(), error.hint());
    log::error("intake_interrupted", {{"inbox", name()}, {"reason", error.code()}});
    return later("the daemon cannot take anything in");
  }
}

namespace {

UploadAnswer key_used() {
  return upload_error(422, "key_used", "something else was handed in under this Idempotency-Key",
                      "give what is new a key of its own");
}

}  // namespace

UploadAnswer UploadInbox::take(const UploadHead& head, Upload upload) {
  const std::string key = head.header("idempotency-key");
  const bool is_again = workflows::is_again(upload.metadata);
  std::vector<Intake::Arrival> arrivals;
  List items;
  for (size_t i = 0; i < upload.files.size(); ++i) {
    Intake::Arrival arrival;
    arrival.object = objects_.put(upload.files[i].bytes);
    arrival.file = upload.files[i].name;
    arrival.offer = "http\n" + (key.empty() ? arrival.file + "\n" + arrival.object.address
                                            : "key\n" + key + "\n" + std::to_string(i));
    if (is_again && key.empty()) arrival.offer += "\n" + std::to_string(clock_.now().microseconds);
    arrival.metadata = upload.metadata;
    arrival.received = parse_received(upload.metadata.at("received").text_or(""));
    const auto known = key.empty() ? std::nullopt : intake_.find(arrival.offer);
    if (known && store_.load_item(*known).object != arrival.object.address) return key_used();
    arrivals.push_back(std::move(arrival));
  }
  const auto recorded = intake_.record(arrivals);
  int fresh = 0;
  for (size_t i = 0; i < recorded.size(); ++i) {
    // Somebody may have handed in under this key at the same moment.
    if (!key.empty() && !recorded[i].is_new &&
        store_.load_item(recorded[i].item).object != arrivals[i].object.address)
      return key_used();
    fresh += recorded[i].is_new ? 1 : 0;
    items.push_back(Context{{"item", recorded[i].item},
                            {"file", upload.files[i].name},
                            {"new", recorded[i].is_new},
                            {"url", address_of(recorded[i].item)}});
  }
  if (fresh > 0) {
    taken_ += fresh;
    const uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(arrived_.get(), &one, sizeof one);
  }
  kAnswer.hit();
  UploadAnswer answer{fresh > 0 ? 201 : 200, to_json(Value(Context{{"items", std::move(items)}}))};
  if (recorded.size() == 1) answer.headers["Location"] = address_of(recorded.front().item);
  return answer;
}

UploadAnswer UploadInbox::tell(const std::string& id) {
  const auto cases = store_.cases_of_item(settings_.name, id);
  if (!cases) return upload_error(404, "unknown_item", "no item of this inbox has this id");
  List told;
  for (const CaseLine& line : *cases)
    told.push_back(Context{{"case", line.number}, {"standing", line.standing}});
  return {200, to_json(Value(Context{{"item", id}, {"cases", std::move(told)}}))};
}

}  // namespace mailroom::daemon
