#include "daemon/inbox_findings.h"

#include <netdb.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <memory>

#include "base/error.h"
#include "base/text.h"
#include "daemon/folder_inbox.h"
#include "daemon/imap_inbox.h"
#include "daemon/sftp_inbox.h"
#include "daemon/upload_inbox.h"

namespace mailroom::daemon {

namespace {

namespace fs = std::filesystem;

constexpr int kDepth = 8;
constexpr size_t kMostSizes = 10'000;  // mails whose sizes are asked for

std::string files(int64_t number) {
  return count_of(number, "file");
}

std::string megabytes(uint64_t bytes) {
  return with_thousands(static_cast<long long>(bytes >> 20)) + " MB";
}

// File systems of other machines, whose changes the kernel here does not see (statfs(2)).
bool is_of_another_machine(const fs::path& folder) {
  constexpr long kNfs = 0x6969, kCifs = 0xff534d42, kSmb2 = 0xfe534d42, kFuse = 0x65735546,
                 kNineP = 0x01021997;
  struct statfs status;
  if (::statfs(folder.c_str(), &status) != 0) return false;
  const auto type = static_cast<long>(static_cast<uint32_t>(status.f_type));
  return type == kNfs || type == kCifs || type == kSmb2 || type == kFuse || type == kNineP;
}

// Counts what lies in a folder by what would become of it.
struct FolderCount {
  int64_t waiting = 0, in_progress = 0, notes = 0;
  std::string oldest;
  int64_t oldest_time = 0;
};

void look_at_file(const fs::directory_entry& entry, const InboxSettings& inbox, FolderCount& count,
                  InboxFindings& findings) {
  const std::string name = entry.path().lexically_relative(inbox.folder).string();
  struct stat status;
  if (::lstat(entry.path().c_str(), &status) != 0) return;
  if (S_ISLNK(status.st_mode)) {
    findings.wrong.push_back({"'" + name + "' is a link and is not taken", "put the file itself there"});
  } else if (S_ISREG(status.st_mode)) {
    if (name.ends_with(kSidecarSuffix)) return void(++count.notes);
    ++count.waiting;
    if (count.oldest.empty() || status.st_mtim.tv_sec < count.oldest_time)
      count.oldest = name, count.oldest_time = status.st_mtim.tv_sec;
    if (::access(entry.path().c_str(), R_OK) != 0)
      findings.wrong.push_back({"'" + name + "' cannot be read", "let the daemon's user read it"});
    if (static_cast<uint64_t>(status.st_size) > inbox.largest) {
      findings.wrong.push_back({"'" + name + "' is larger than " + megabytes(inbox.largest),
                                "raise 'largest_item' in mailroom.yaml, or split the file"});
    }
  }
}

FolderCount count_files(const InboxSettings& inbox, InboxFindings& findings) {
  FolderCount count;
  std::error_code error;
  fs::recursive_directory_iterator at(inbox.folder, fs::directory_options::skip_permission_denied, error);
  if (error) {
    findings.wrong.push_back({"the folder cannot be read: " + system_reason(error.value()),
                              "let the daemon's user read and enter it"});
    return count;
  }
  for (const fs::recursive_directory_iterator end; at != end; at.increment(error)) {
    if (is_in_progress(at->path().filename().string()) || at.depth() > kDepth) {
      if (at->is_directory(error)) {
        at.disable_recursion_pending();
      } else {
        ++count.in_progress;
      }
      continue;
    }
    look_at_file(*at, inbox, count, findings);
  }
  return count;
}

void examine_folder(const InboxSettings& inbox, InboxFindings& findings) {
  findings.place = "folder " + inbox.folder.string();
  std::error_code error;
  if (!fs::exists(inbox.folder, error)) {
    findings.seen.emplace_back("folder", "not there yet: the daemon makes it");
    return;
  }
  if (!fs::is_directory(inbox.folder, error)) {
    findings.wrong.push_back({"there is no folder but something else", "name a folder with 'folder'"});
    return;
  }
  const FolderCount count = count_files(inbox, findings);
  findings.seen.emplace_back("to be taken", count.waiting == 0 ? "nothing" : files(count.waiting));
  if (!count.oldest.empty()) {
    findings.seen.emplace_back("oldest",
                               count.oldest + ", " + to_rfc3339(Instant{count.oldest_time * 1'000'000}));
  }
  if (count.in_progress > 0) findings.seen.emplace_back("being written", files(count.in_progress));
  findings.seen.emplace_back("noticed", is_of_another_machine(inbox.folder)
                                            ? "by looking from time to time: another machine's disk"
                                            : "at once");
  if (inbox.release != Release::leave && ::access(inbox.folder.c_str(), W_OK | X_OK) != 0) {
    findings.wrong.push_back({"files cannot be moved away once they are taken",
                              "let the daemon's user write in the folder, or set release: leave"});
  }
}

void say(const Error& error, InboxFindings& findings) {
  findings.wrong.push_back({error.message(), error.hint()});
}

std::string way_of(const ImapSession& session) {
  return session.can("IDLE") ? "at once (IDLE)" : "by asking from time to time: it knows no IDLE";
}

void examine_mails(ImapSession& session, const InboxSettings& inbox, bool keeps_keywords,
                   InboxFindings& findings) {
  std::vector<uint32_t> uids = session.search(
      keeps_keywords ? "UNDELETED UNKEYWORD " + std::string(kTakenKeyword) : std::string("UNDELETED"));
  findings.seen.emplace_back(
      "to be taken", uids.empty() ? "nothing" : count_of(static_cast<long long>(uids.size()), "mail"));
  if (uids.size() > kMostSizes) uids.resize(kMostSizes);
  std::optional<Instant> oldest;
  uint64_t bytes = 0;
  for (const ImapSession::Head& head : session.heads(uids)) {
    bytes += head.bytes;
    if (head.delivered && (!oldest || *head.delivered < *oldest)) oldest = head.delivered;
    if (head.bytes > inbox.largest) {
      findings.wrong.push_back(
          {"mail " + std::to_string(head.uid) + " is larger than " + megabytes(inbox.largest),
           "raise 'largest' of the inbox, or move the mail away"});
    }
  }
  if (oldest) findings.seen.emplace_back("oldest", to_rfc3339(*oldest));
  if (bytes > 0) findings.seen.emplace_back("together", megabytes(bytes + (1 << 20) - 1));
}

void examine_mailbox(const InboxSettings& inbox, const Secrets& secrets, InboxFindings& findings) {
  const MailboxSettings& mailbox = *inbox.mailbox;
  findings.place = "mailbox " + mailbox.name + " at " + mailbox.url;
  const std::atomic<bool> given_up{false};
  try {
    ImapSession session(
        connection_to(mailbox,
                      [&](const std::string& text) { return secrets.resolve(std::string_view(text)); }),
        given_up);
    findings.seen.emplace_back("server", "trusted, logged in");
    const ImapSession::Mailbox opened = session.examine(mailbox.name);
    findings.seen.emplace_back("mailbox", count_of(opened.mails, "mail"));
    examine_mails(session, inbox, opened.keeps_keywords, findings);
    findings.seen.emplace_back("noticed", way_of(session));
    if (inbox.release == Release::archive) {
      findings.seen.emplace_back(
          "then moved to",
          mailbox.taken + (session.has_mailbox(mailbox.taken) ? "" : ", which the daemon makes"));
    }
    for (const auto& [outcome, to] : mailbox.moves) {
      if (!session.has_mailbox(to)) findings.seen.emplace_back("makes", to);
    }
    if (inbox.release == Release::remove && !session.can("UIDPLUS")) {
      findings.wrong.push_back({"the server can only mark mails as deleted (it has no UIDPLUS)",
                                "set release: archive, or tidy the mailbox up by hand"});
    }
  } catch (const Error& error) {
    say(error, findings);
  }
}

void examine_remote(const InboxSettings& inbox, const Secrets& secrets, InboxFindings& findings) {
  findings.place = inbox.remote->url;
  try {
    connectors::SftpClient client(connection_to(
        *inbox.remote, [&](const std::string& text) { return secrets.resolve(std::string_view(text)); }));
    const std::vector<SftpInbox::File> waiting = SftpInbox::list(client);
    findings.seen.emplace_back("host", "known, logged in");
    findings.seen.emplace_back("to be taken",
                               waiting.empty() ? "nothing" : files(static_cast<int64_t>(waiting.size())));
    findings.seen.emplace_back("noticed", "by looking from time to time");
    findings.seen.emplace_back("then", inbox.release == Release::archive  ? "moved to .taken/DATE there"
                                       : inbox.release == Release::remove ? "deleted there"
                                                                          : "left there");
  } catch (const Error& error) {
    say(error, findings);
  }
}

bool listens(const UploadSettings& upload) {
  addrinfo hints{}, *found = nullptr;
  hints.ai_socktype = SOCK_STREAM;
  if (::getaddrinfo(upload.host.c_str(), std::to_string(upload.port).c_str(), &hints, &found) != 0)
    return false;
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses(found, &::freeaddrinfo);
  const FileDescriptor probe(::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  return ::connect(probe.get(), found->ai_addr, found->ai_addrlen) == 0;
}

bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "::1" || host.rfind("127.", 0) == 0;
}

void examine_uploads(const InboxSettings& inbox, const Secrets& secrets, InboxFindings& findings) {
  const UploadSettings& upload = *inbox.upload;
  findings.place = std::string("uploads at http") + (upload.certificate.empty() ? "" : "s") + "://" +
                   upload.host + ":" + std::to_string(upload.port) + "/v1/items";
  findings.seen.emplace_back("listening", listens(upload) ? "somebody is" : "nobody: no daemon runs here");
  findings.seen.emplace_back("at most", megabytes(inbox.largest) + " a request");
  const bool is_secure = !upload.certificate.empty();
  if (is_secure) {
    findings.seen.emplace_back("reached", "by TLS");
  } else if (!is_loopback(upload.host)) {
    findings.seen.emplace_back(
        "reached",
        "from other machines, in the clear: give it a 'certificate', or put a proxy with TLS before it");
  }
  for (const auto& file : {upload.certificate, upload.key}) {
    if (is_secure && ::access(file.c_str(), R_OK) != 0)
      findings.wrong.push_back({"'" + file.string() + "' cannot be read", "let the daemon's user read it"});
  }
  try {
    if (secrets.resolve(std::string_view(upload.token)).size() < kShortestToken)
      findings.wrong.push_back({"the token has fewer than 16 characters", "make one: openssl rand -hex 32"});
  } catch (const Error& error) {
    say(error, findings);
  }
}

}  // namespace

InboxFindings examine(const InboxSettings& inbox, const Secrets& secrets) {
  InboxFindings findings;
  findings.inbox = inbox.name;
  if (inbox.mailbox) {
    examine_mailbox(inbox, secrets, findings);
  } else if (inbox.remote) {
    examine_remote(inbox, secrets, findings);
  } else if (inbox.upload) {
    examine_uploads(inbox, secrets, findings);
  } else {
    examine_folder(inbox, findings);
  }
  return findings;
}

}  // namespace mailroom::daemon
