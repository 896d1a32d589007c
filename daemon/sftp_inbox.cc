#include "daemon/sftp_inbox.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/error.h"
#include "base/failpoint.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/local_time.h"
#include "base/log.h"
#include "base/text.h"
#include "daemon/folder_inbox.h"
#include "workflows/filing.h"

namespace mailroom::daemon {

namespace {

using connectors::SftpAnswer;
using connectors::SftpAttributes;
using connectors::SftpClient;
using connectors::SftpListing;
using Trouble = SftpAnswer::Trouble;

constexpr size_t kMostAtOnce = 64;
constexpr size_t kMostNew = 256;  // files whose attributes are asked for in one look
constexpr uint64_t kMostBytesAtOnce = 64 << 20;
constexpr uint64_t kNoteBytes = 64 * 1024;
constexpr int kDepth = 8;
constexpr std::chrono::microseconds kFirstPause = std::chrono::seconds(1);
constexpr std::chrono::microseconds kLongestPause = std::chrono::minutes(5);
constexpr std::string_view kTakenFolder = ".taken";

// Before a file is fetched, and before the folder lets go of it.
const Failpoint kFetch("sftp.fetch"), kLetGo("sftp.let_go");

void must(const SftpAnswer& answer) {
  if (answer.trouble != Trouble::none) throw error_of(answer);
}

// What is the host's fault or the settings', not the store's.
bool is_about_the_host(const Error& error) {
  return error.fault() != Fault::machine || error.code().rfind("sftp_", 0) == 0;
}

bool is_gone(const SftpAnswer& answer) {
  return answer.trouble == Trouble::missing;
}

void list_into(SftpClient& client, const std::string& folder, int depth,
               std::vector<SftpInbox::File>& files) {
  const SftpListing listing = client.list(folder);
  if (!folder.empty() && is_gone(listing.answer)) return;
  must(listing.answer);
  std::set<std::string> notes;
  for (const SftpListing::Entry& entry : listing.entries) {
    if (!entry.is_folder && entry.name.ends_with(kSidecarSuffix)) notes.insert(entry.name);
  }
  for (const SftpListing::Entry& entry : listing.entries) {
    if (is_in_progress(entry.name) || notes.count(entry.name) != 0) continue;
    const std::string path = folder.empty() ? entry.name : folder + "/" + entry.name;
    if (!entry.is_folder) {
      files.push_back({path, entry.looks, notes.count(entry.name + std::string(kSidecarSuffix)) != 0});
    } else if (depth < kDepth) {
      list_into(client, path, depth + 1, files);
    }
  }
}

}  // namespace

connectors::SftpSettings connection_to(const RemoteFolderSettings& remote,
                                       const std::function<std::string(const std::string&)>& resolve) {
  connectors::SftpSettings settings;
  settings.url = remote.url;
  settings.known_hosts_file = remote.known_hosts.string();
  settings.login_key_file = remote.key_file.string();
  settings.login_key_password = resolve(remote.key_password);
  settings.connection.user = resolve(remote.user);
  settings.connection.password = resolve(remote.password);
  // Whose post is fetched the site says itself.
  settings.connection.private_networks.add("0.0.0.0/0");
  settings.connection.private_networks.add("::/0");
  return settings;
}

Error error_of(const SftpAnswer& answer) {
  const auto error = [](std::string code, std::string why, std::string hint) {
    return Error(Fault::machine, std::move(code), std::move(why), {}, std::move(hint));
  };
  switch (answer.trouble) {
    case Trouble::unknown_host:
      return error("sftp_unknown_host", "the host's key is not the one in 'known_hosts'",
                   "ask the host's owner for it; ssh-keyscan prints what it shows");
    case Trouble::no_login:
      return error("sftp_no_login", "the host does not take our login",
                   "check 'user' and 'key' or 'password'");
    case Trouble::missing:
      return error("sftp_missing", "the folder is not there",
                   "check the path; /~/FOLDER is below the login's home");
    case Trouble::denied:
      return error("sftp_denied", "our login may not do that", "give it the right to read and to move files");
    case Trouble::full:
      return error("sftp_full", "the host's disk is full", "make room there");
    default:
      return error("sftp_unreachable", "the host cannot be reached: " + answer.why, "it is tried again");
  }
}

SftpInbox::SftpInbox(InboxSettings settings, std::function<std::string(const std::string&)> resolve,
                     Store& store, ObjectStore& objects, const SiteKey& key, const Clock& clock)
    : settings_(std::move(settings)),
      remote_(*settings_.remote),
      resolve_(std::move(resolve)),
      objects_(objects),
      clock_(clock),
      intake_(settings_.name, store, key, clock) {}

std::vector<SftpInbox::File> SftpInbox::list(SftpClient& client) {
  std::vector<File> files;
  list_into(client, "", 0, files);
  std::sort(files.begin(), files.end(), [](const File& a, const File& b) { return a.path < b.path; });
  return files;
}

Inbox::Look SftpInbox::look() {
  const Instant now = clock_.now();
  // A clock that was set back does not make it wait until it is there again.
  if (given_up_ || (now < next_look_ && next_look_ - now <= kLongestPause)) return {};
  try {
    connectors::SftpSettings connection = connection_to(remote_, resolve_);
    connection.given_up = &given_up_;
    SftpClient client(std::move(connection));
    const Look look = look_connected(client);
    failures_ = 0;
    problems_.erase(kItself);
    next_look_ = now + (look.unsettled > 0 ? settings_.settle / 2 : remote_.look_every);
    if (look.is_more) next_look_ = now;
    return look;
  } catch (const Error& error) {
    if (!is_about_the_host(error)) throw;
    if (given_up_) return {};
    next_look_ = now + std::min(kLongestPause, kFirstPause * (1 << std::min(failures_, 12)));
    if (failures_++ == 0) log::error("host_lost", {{"inbox", name()}, {"reason", error.code()}});
    problems_[kItself] = error.message();
    return {};
  }
}

struct SftpInbox::Fetched {
  File file;
  SftpAttributes attributes;
  ObjectRecord object;
  Context note;
};

Inbox::Look SftpInbox::look_connected(SftpClient& client) {
  Look look;
  const std::vector<File> files = list(client);
  std::vector<Fetched> fetched = fetch(client, settled(client, files, look), look);
  keep_unchanged(client, fetched, look);
  look.taken = record(fetched);
  let_go(client, fetched);
  return look;
}

// Those to be taken; what is not there any more is forgotten. A listing may show no change for a minute, so a
// file's attributes are asked for when it is new, to be compared once it was fetched.
std::vector<SftpInbox::File> SftpInbox::settled(SftpClient& client, const std::vector<File>& files,
                                                Look& look) {
  const Instant now = clock_.now();
  std::map<std::string, Seen> seen;
  std::vector<File> ready;
  size_t asked = 0;
  for (const File& file : files) {
    const auto before = seen_.find(file.path);
    const bool same = before != seen_.end() && before->second.looks == file.looks;
    if (!same) {
      ++look.unsettled;
      if (given_up_ || asked++ >= kMostNew) continue;
      const SftpAttributes attributes = client.look_at(file.path);
      if (is_gone(attributes.answer)) continue;
      if (attributes.answer.trouble != Trouble::denied) must(attributes.answer);  // fetching it tells
      seen[file.path] = {file.looks, attributes, now};
      continue;
    }
    Seen& one = seen[file.path] = before->second;
    if (now < one.since) one.since = now;  // the clock was set back
    if (one.is_done) continue;
    if (now - one.since < settings_.settle) {
      ++look.unsettled;
    } else {
      ready.push_back(file);
    }
  }
  seen_ = std::move(seen);
  std::erase_if(problems_, [&](const auto& problem) {
    const auto file = seen_.find(problem.first);
    return problem.first != kItself && (file == seen_.end() || !file->second.is_done);
  });
  return ready;
}

std::vector<SftpInbox::Fetched> SftpInbox::fetch(SftpClient& client, const std::vector<File>& files,
                                                 Look& look) {
  std::vector<Fetched> fetched;
  uint64_t bytes = 0;
  for (const File& file : files) {
    if (given_up_) break;
    if (fetched.size() == kMostAtOnce || bytes >= kMostBytesAtOnce) {
      look.is_more = true;
      break;
    }
    if (kFetch.hit() != 0)
      throw Error(Fault::machine, "sftp_unreachable", "the connection to the host broke: a test");
    const SftpAnswer answer = client.get(file.path, settings_.largest, seen_.at(file.path).attributes.bytes);
    if (is_gone(answer)) continue;  // somebody else took it
    if (answer.trouble == Trouble::too_large) {
      leave(file, "it is larger than " + std::to_string(settings_.largest >> 20) + " MB: raise 'largest'",
            "file_too_large");
      continue;
    }
    if (answer.trouble == Trouble::denied) {
      leave(file, "our login may not read it", "file_unreadable");
      continue;
    }
    must(answer);
    fetched.push_back(
        {file, seen_.at(file.path).attributes, objects_.put(answer.bytes), note_of(client, file)});
    bytes += answer.bytes.size();
  }
  return fetched;
}

// What was written to since it was seen first is waited for anew.
void SftpInbox::keep_unchanged(SftpClient& client, std::vector<Fetched>& fetched, Look& look) {
  const auto changed = std::erase_if(fetched, [&](const Fetched& one) {
    const SftpAttributes attributes = client.look_at(one.file.path);
    if (is_gone(attributes.answer)) return true;
    must(attributes.answer);
    Seen& seen = seen_.at(one.file.path);
    if (seen.attributes.is_same(attributes)) return false;
    seen.attributes = attributes;
    seen.since = clock_.now();
    return true;
  });
  look.unsettled += static_cast<int>(changed);
}

Context SftpInbox::note_of(SftpClient& client, const File& file) {
  if (!file.has_note) return {};
  const SftpAnswer answer = client.get(file.path + std::string(kSidecarSuffix), kNoteBytes);
  if (is_gone(answer)) return {};  // with its file, which somebody else took
  if (answer.trouble != Trouble::too_large) must(answer);
  try {
    const Value value = parse_json(answer.bytes, "the note");
    if (value.is(Value::Kind::context)) return value.context();
  } catch (const Error&) {
    // The document counts, not its note.
  }
  return {{"sidecar_problem", "the note beside the file could not be read"}};
}

// How many of them are new items.
int SftpInbox::record(const std::vector<Fetched>& fetched) {
  std::vector<Intake::Arrival> arrivals;
  for (const Fetched& one : fetched) {
    Intake::Arrival arrival;
    // On purpose again: once for each reason.
    const Value& again = one.note.at("again");
    const std::string reason = workflows::is_again(one.note) ? "\n" + again.text_or("again") : "";
    arrival.offer = "sftp\n" + one.file.path + "\n" + one.object.address + reason;
    arrival.file = one.file.path;
    arrival.object = one.object;
    arrival.metadata = one.note;
    arrival.metadata.put("folder", std::filesystem::path(one.file.path).parent_path().string());
    arrival.received = parse_received(one.note.at("received").text_or(""));
    // What stays in the folder is offered at each start: that is no event.
    arrival.is_noted = settings_.release != Release::leave;
    arrivals.push_back(std::move(arrival));
  }
  const auto recorded = intake_.record(std::move(arrivals));
  return static_cast<int>(
      std::count_if(recorded.begin(), recorded.end(), [](const auto& one) { return one.is_new; }));
}

// Each under another name first, where it is looked at once more: a new file of that name may have come since
// it was fetched, which is not taken yet.
void SftpInbox::let_go(SftpClient& client, const std::vector<Fetched>& fetched) {
  if (fetched.empty()) return;
  if (settings_.release == Release::leave) {
    for (const Fetched& one : fetched) seen_[one.file.path].is_done = true;
    return;
  }
  const bool archives = settings_.release == Release::archive;
  const std::string folder = std::string(kTakenFolder) + "/" +
                             (archives ? to_string(local_date(clock_.now())) : std::string("deleted"));
  must(client.make_folder(std::string(kTakenFolder)));
  must(client.make_folder(folder));
  for (const Fetched& one : fetched) {
    if (kLetGo.hit() != 0)
      throw Error(Fault::machine, "sftp_unreachable", "the connection to the host broke: a test");
    // Never one of the same name there: the number is this move's.
    const std::string id = new_uuid(clock_);
    const std::string to =
        folder + "/" + id.substr(id.size() - 12) + "-" + replace_all(one.file.path, "/", "-");
    if (move(client, one.file, to)) finish(client, one, to, archives);
  }
}

// False: it cannot be, and that was said.
bool SftpInbox::move(SftpClient& client, const File& file, const std::string& to) {
  SftpAnswer answer = client.rename(file.path, to);
  if (answer.trouble == Trouble::failed) {
    // libcurl has one word for a server that says no and for a line that broke, before or after it was done.
    if (client.look_at(to).answer.trouble == Trouble::none) return true;
    answer = client.rename(file.path, to);
  }
  if (answer.trouble == Trouble::none) return true;
  if (answer.trouble != Trouble::failed && answer.trouble != Trouble::denied) must(answer);
  leave(file, "it was taken but cannot be moved to " + std::string(kTakenFolder) + ": " + answer.why,
        "file_not_moved");
  return false;
}

void SftpInbox::finish(SftpClient& client, const Fetched& fetched, const std::string& to, bool archives) {
  const File& file = fetched.file;
  const SftpAttributes there = client.look_at(to);
  if (is_gone(there.answer)) return;  // somebody took it from there
  must(there.answer);
  if (!fetched.attributes.is_same(there)) {
    // Back, or beside the next one that came.
    const std::string beside = to.substr(to.rfind('/') + 1);
    if (client.rename(to, file.path).trouble != Trouble::none) must(client.rename(to, beside));
    return;
  }
  const std::string note = file.path + std::string(kSidecarSuffix);
  if (!archives) {
    (void)client.remove(to);
    if (file.has_note) (void)client.remove(note);
  } else if (file.has_note) {
    (void)client.rename(note, to + std::string(kSidecarSuffix));
  }
}

// It stays where it is until somebody does something about it.
void SftpInbox::leave(const File& file, const std::string& why, const std::string& code) {
  seen_[file.path].is_done = true;
  if (problems_.emplace(file.path, why).second)
    log::error("file_not_taken", {{"inbox", name()}, {"reason", code}});
}

}  // namespace mailroom::daemon
