// A folder on another host as an inbox, by SFTP (connectors/sftp_client.h). A file is taken once it looked
// the same for `settle`, and its own size and time were the same before and after it was fetched; only when
// its bytes are stored and fsynced and the item is recorded does the folder let go of it: it is moved to
// .taken/DATE, deleted or left, as `release` says.
//
// As in a folder of this machine (daemon/folder_inbox.h): a file is known by its path and content, so that
// one that was recorded before a kill makes no second item; names of work in progress are left alone;
// FILE.meta.json beside FILE is its note. Looked at every `look_every`; a host that cannot be reached is a
// problem to be seen and is tried again, later and later.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "connectors/sftp_client.h"
#include "daemon/inbox.h"
#include "daemon/intake.h"
#include "daemon/site.h"

namespace mailroom::daemon {

// `resolve` puts secrets in their places; it throws if one is missing.
connectors::SftpSettings connection_to(const RemoteFolderSettings& remote,
                                       const std::function<std::string(const std::string&)>& resolve);
// What is wrong, for a person, and what to do.
Error error_of(const connectors::SftpAnswer& answer);

class SftpInbox final : public Inbox {
 public:
  // Connects at the first look. Nothing given is owned.
  SftpInbox(InboxSettings settings, std::function<std::string(const std::string&)> resolve, Store& store,
            ObjectStore& objects, const SiteKey& key, const Clock& clock);

  Look look() override;
  void give_up() override { given_up_ = true; }
  const std::string& name() const override { return settings_.name; }
  // By file, relative to the folder.
  const std::map<std::string, std::string>& problems() const override { return problems_; }

  struct File {
    std::string path, looks;  // as it is listed
    bool has_note = false;
  };
  // All files below the folder that are nobody's work in progress, by path. Throws error_of().
  static std::vector<File> list(connectors::SftpClient& client);

 private:
  struct Seen {
    std::string looks;
    connectors::SftpAttributes attributes;
    Instant since;
    bool is_done = false;  // taken and left there, or it cannot be taken
  };
  struct Fetched;
  Look look_connected(connectors::SftpClient& client);
  std::vector<File> settled(connectors::SftpClient& client, const std::vector<File>& files, Look& look);
  std::vector<Fetched> fetch(connectors::SftpClient& client, const std::vector<File>& files, Look& look);
  static Context note_of(connectors::SftpClient& client, const File& file);
  void keep_unchanged(connectors::SftpClient& client, std::vector<Fetched>& fetched, Look& look);
  int record(const std::vector<Fetched>& fetched);
  void let_go(connectors::SftpClient& client, const std::vector<Fetched>& fetched);
  bool move(connectors::SftpClient& client, const File& file, const std::string& to);
  static void finish(connectors::SftpClient& client, const Fetched& fetched, const std::string& to,
                     bool archives);
  void leave(const File& file, const std::string& why, const std::string& code);

  const InboxSettings settings_;
  const RemoteFolderSettings& remote_;  // of the settings
  const std::function<std::string(const std::string&)> resolve_;
  ObjectStore& objects_;
  const Clock& clock_;
  Intake intake_;
  std::atomic<bool> given_up_{false};
  std::map<std::string, Seen> seen_;
  Instant next_look_{};
  int failures_ = 0;  // in a row
  std::map<std::string, std::string> problems_;
};

}  // namespace mailroom::daemon
