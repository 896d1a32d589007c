// An inbox that programs hand in to by HTTP (docs/inboxes/http.md):
//
//   POST /v1/items      a file, or a form of several; answered once they are stored, fsynced and recorded
//   GET  /v1/items/ID   the item, and the cases that came of it
//
// Who asks shows the inbox's token (RFC 6750). With an Idempotency-Key (IETF draft of that name) the same
// request sent again is the same items, and the key with other content is refused; without one the same name
// with the same content is the same item, as in a folder. A client that got no answer simply asks again.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/file.h"
#include "daemon/inbox.h"
#include "daemon/intake.h"
#include "daemon/site.h"
#include "daemon/upload_server.h"

namespace mailroom::daemon {

// Characters of a token: what is guessed otherwise.
inline constexpr size_t kShortestToken = 16;

class UploadInbox final : public Inbox {
 public:
  // `token`: what is shown, asked for at each request. `lack`: why nothing may be taken in now, empty if it
  // may. Both are called on several threads. Nothing given is owned.
  UploadInbox(InboxSettings settings, std::function<std::string()> token, std::function<std::string()> lack,
              Store& store, ObjectStore& objects, const SiteKey& key, const Clock& clock);

  // Listens from the first look on.
  Look look() override;
  int wake_descriptor() const override { return arrived_.get(); }
  void give_up() override { given_up_ = true; }
  const std::string& name() const override { return settings_.name; }
  const std::map<std::string, std::string>& problems() const override { return problems_; }

 private:
  void listen();
  int64_t certificate_time() const;
  std::optional<UploadAnswer> refuse(const UploadHead& head) const;
  UploadAnswer answer(const UploadHead& head, std::string body);
  UploadAnswer take(const UploadHead& head, Upload upload);
  UploadAnswer tell(const std::string& id);

  const InboxSettings settings_;
  const std::function<std::string()> token_, lack_;
  Store& store_;
  ObjectStore& objects_;
  const Clock& clock_;
  Intake intake_;
  FileDescriptor arrived_;  // an eventfd
  std::atomic<int> taken_{0};
  std::atomic<bool> given_up_{false};
  std::map<std::string, std::string> problems_;
  int64_t changed_ = 0;                   // when the certificate in use was
  std::unique_ptr<UploadServer> server_;  // goes first: it calls the others
};

}  // namespace mailroom::daemon
