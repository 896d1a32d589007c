// A site: the folder with mailroom.yaml that one daemon serves, and what the file says. Every key has a
// default that serves one machine; the folders have fixed names (workflows/, forms/, rules/, letters/). Plain
// values, immutable once loaded. Paths are absolute.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "connectors/networks.h"
#include "daemon/arrival.h"
#include "daemon/bucket_settings.h"
#include "daemon/item_outcome.h"
#include "ocr/calibration.h"
#include "workflows/workflow.h"

namespace mailroom::daemon {

// What becomes of what came once its bytes are stored and recorded.
enum class Release { archive, leave, remove };

// Where a token of OAuth 2.0 is fetched instead of a password (connectors/access_token.h); secrets not yet
// put in.
struct TokenSettings {
  std::string url, client_id, client_secret, scope;
  friend bool operator==(const TokenSettings&, const TokenSettings&) = default;
};

// A mailbox of a mail server (daemon/imap_inbox.h).
struct MailboxSettings {
  std::string url;             // "imaps://HOST[:PORT]", or "imap://…", which must offer STARTTLS
  std::string user, password;  // secrets not yet put in
  std::optional<TokenSettings> oauth2 = {};
  std::filesystem::path trust_file;
  std::string name = "INBOX";
  std::string taken = "Taken";                                    // archive: where mails go
  std::map<ItemOutcome::Kind, std::string> moves = {};            // and from there, by what becomes of them
  std::chrono::microseconds look_every{std::chrono::minutes(1)};  // where the server does not tell
  static constexpr uint64_t kLargest = 100 << 20;                 // unless the site says otherwise
  friend bool operator==(const MailboxSettings&, const MailboxSettings&) = default;
};

// Where programs hand in by HTTP (daemon/upload_inbox.h).
struct UploadSettings {
  std::string host;
  uint16_t port = 0;
  std::string token;                       // the secret not yet put in
  std::filesystem::path certificate, key;  // PEM; empty: without TLS
  static constexpr uint64_t kLargest = 100 << 20;
  friend bool operator==(const UploadSettings&, const UploadSettings&) = default;
};

// A folder on another host, by SFTP (daemon/sftp_inbox.h).
struct RemoteFolderSettings {
  std::string url;                           // sftp://HOST[:PORT]/FOLDER
  std::string user, password, key_password;  // secrets not yet put in
  std::filesystem::path key_file;            // empty: by password
  std::filesystem::path known_hosts;
  std::chrono::microseconds look_every{std::chrono::minutes(1)};
  // Files come slowly over a network.
  static constexpr std::chrono::microseconds kSettle = std::chrono::seconds(10);
  friend bool operator==(const RemoteFolderSettings&, const RemoteFolderSettings&) = default;
};

// A folder, unless it is something else.
struct InboxSettings {
  std::string name;
  std::filesystem::path folder;
  Release release = Release::archive;         // archive: moved to folder/.taken/DATE/
  std::chrono::microseconds settle{500'000};  // a file counts when its size and time stood still this long
  std::optional<MailboxSettings> mailbox = {};
  std::optional<UploadSettings> upload = {};
  std::optional<RemoteFolderSettings> remote = {};
  uint64_t largest = 500ull << 20;               // bytes of an item; larger ones are not taken
  std::vector<std::string> accepted_types = {};  // media types of documents; empty: all
  std::vector<ArrivalRule> facts = {};           // what its items' senders, folders … mean

  bool is_folder() const { return !mailbox && !upload && !remote; }
  friend bool operator==(const InboxSettings&, const InboxSettings&) = default;
};

struct Retention {
  std::string documents = "P1Y";  // ISO 8601 durations; a workflow's own come first
  std::string facts = "P7Y";
};

struct Site {
  std::filesystem::path folder;  // absolute
  std::string name;
  std::vector<InboxSettings> inboxes;
  std::filesystem::path data;            // database, objects, key, socket, lock
  std::filesystem::path store;           // the SQLite file
  std::string store_url;                 // of PostgreSQL, secrets not yet put in; empty: the file
  std::filesystem::path objects;         // the folder of their bytes
  bool objects_in_store = false;         // there instead
  std::optional<BucketSettings> bucket;  // or there; secrets not yet put in
  std::filesystem::path socket;          // where the daemon listens
  int workers = 1;                       // documents that are read at once
  // Threads that take cases on: commits of so many meet at the disk, and a destination that does not answer
  // holds one of them.
  static constexpr int carriers = 8;
  double error_budget = 0.001;                  // share of wrong values among accepted ones
  std::optional<ocr::Calibration> calibration;  // the site's own; none: the shipped one
  std::string time_zone;                        // "Europe/London"; empty: the machine's
  std::filesystem::path secrets;                // folder of files, one secret each
  bool secrets_from_environment = true;
  uint64_t item_bytes = 500ull << 20;  // larger files stay in the inbox and are reported
  uint64_t keep_free = 1ull << 30;     // nothing is taken in with less room on the disk of `data`
  std::chrono::microseconds stop_within{std::chrono::seconds(20)};
  std::chrono::microseconds poll{std::chrono::seconds(2)};
  std::chrono::microseconds lease{std::chrono::minutes(1)};  // of work; renewed while it is worked at
  std::chrono::microseconds review_lease{std::chrono::minutes(15)};
  Retention retention;
  workflows::PostRules post;
  connectors::Networks private_networks;  // private addresses that deliveries may go to

  std::filesystem::path workflows() const { return folder / "workflows"; }
  std::filesystem::path forms() const { return folder / "forms"; }
  std::filesystem::path letters() const { return folder / "letters"; }
};

bool is_postgres_url(std::string_view text);
// Whether a URL says a password itself, not by a secret's name.
bool holds_password(std::string url);

inline constexpr std::string_view kSiteFile = "mailroom.yaml";

// The site's folder: `start` or the nearest folder above it that holds mailroom.yaml; none if there is none.
std::optional<std::filesystem::path> find_site(const std::filesystem::path& start);

// Loads FOLDER/mailroom.yaml. None if there is an error among `problems`; all are reported.
std::optional<Site> load_site(const std::filesystem::path& folder, std::vector<Diagnostic>& problems);

// Throws Error{usage, "site_invalid"} with the place of the first problem.
Site load_site_in(const std::filesystem::path& folder);

// As it is if mailroom.yaml says nothing at all.
Site plain_site(const std::filesystem::path& folder);

// For commands: the site that `start` stands in. Throws Error{usage, "no_site"} or "site_invalid".
Site open_site(const std::filesystem::path& start);
// Throws Error{usage, "unknown_inbox"} with the nearest name.
const InboxSettings& inbox_named(const Site& site, const std::string& name);

}  // namespace mailroom::daemon
