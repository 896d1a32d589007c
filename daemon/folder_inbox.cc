#include "daemon/folder_inbox.h"

#include <fcntl.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "base/durable_file.h"
#include "base/error.h"
#include "base/failpoint.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/local_time.h"
#include "base/log.h"
#include "base/text.h"
#include "daemon/at_once.h"
#include "daemon/kernel_notices.h"
#include "workflows/filing.h"

namespace mailroom::daemon {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kTakenFolder = ".taken";
constexpr uint64_t kSidecarBytes = 64 * 1024;
constexpr int kDepth = 8;
constexpr size_t kMostAtOnce = 64;
constexpr uint64_t kMostBytesAtOnce = 64 << 20;
constexpr char kUnreadable[] = "file_unreadable";
constexpr char kNotMoved[] = "file_not_moved";

// Before the folder lets go of a file.
const Failpoint kLetGo("inbox.let_go");

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// Not through links: an inbox that many may write to must not hand over what lies elsewhere.
FileDescriptor open_plainly(const fs::path& path) {
  FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!file.is_open()) {
    throw Error(Fault::machine, kUnreadable, "cannot read the file: " + system_reason(errno), {},
                "let the daemon's user read it");
  }
  return file;
}

std::string read_all(int descriptor, uint64_t size) {
  std::string bytes;
  bytes.resize(size);
  size_t read = 0;
  while (read < size) {
    const ssize_t count = ::read(descriptor, bytes.data() + read, size - read);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      throw Error(Fault::machine, kUnreadable, "cannot read the file: " + system_reason(errno));
    }
    if (count == 0) break;
    read += static_cast<size_t>(count);
  }
  bytes.resize(read);
  return bytes;
}

int64_t nanoseconds(const struct timespec& time) {
  return time.tv_sec * 1'000'000'000 + time.tv_nsec;
}

// What stands in the way of this file alone; everything else stands in the way of all of them.
bool is_about_the_file(const Error& error) {
  return error.fault() != Fault::machine || error.code() == kUnreadable || error.code() == kNotMoved;
}

[[noreturn]] void cannot_move(int reason) {
  throw Error(Fault::machine, kNotMoved,
              "the file was taken but cannot be moved away: " + system_reason(reason), {},
              "let the daemon's user write in the inbox, or set release: leave");
}

// A name below `folder` that is free; an error if there can be none.
fs::path free_name(const fs::path& folder, const fs::path& file, std::error_code& error) {
  fs::create_directories(folder / file.parent_path(), error);
  if (error) return {};
  fs::path target = folder / file;
  std::error_code ignored;  // what is too long for a name is not there: moving tells
  for (int i = 2; fs::exists(fs::symlink_status(target, ignored)); ++i) {
    target = folder / file.parent_path() /
             (file.stem().string() + " (" + std::to_string(i) + ")" + file.extension().string());
  }
  return target;
}

// Never over another file, and not so that it looks as if somebody had moved it in whole. NFS cannot rename
// without replacing, some shares cannot link.
bool put_back(const fs::path& from, const fs::path& to) {
  if (::link(from.c_str(), to.c_str()) == 0) return ::unlink(from.c_str()) == 0;
  return errno != EEXIST && ::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0;
}

std::string day_of(Instant instant) {
  return to_string(local_date(instant));
}

}  // namespace

bool is_in_progress(std::string_view name) {
  if (name.empty() || name[0] == '.') return true;
  for (const std::string_view end : {".part", ".tmp", ".temp", ".crdownload", ".filepart", "~"}) {
    if (ends_with(name, end)) return true;
  }
  return false;
}

std::optional<Instant> parse_received(std::string_view text) {
  if (const auto date = parse_date(text)) return start_of_local_day(*date) + std::chrono::hours(12);
  return parse_rfc3339(text);
}

void remove_taken(const InboxSettings& inbox, const std::string& file,
                  const std::function<bool(std::string_view bytes)>& is_meant) {
  std::error_code none;
  const fs::path name(file);
  for (const auto& day : fs::directory_iterator(inbox.folder / kTakenFolder, none)) {
    std::vector<fs::path> meant;
    for (const auto& entry : fs::directory_iterator(day.path() / name.parent_path(), none)) {
      const std::string found = entry.path().filename().string();
      if (!found.starts_with(name.stem().string()) || !entry.is_regular_file(none)) continue;
      if (is_meant(read_file(entry.path()))) meant.push_back(entry.path());
    }
    for (const fs::path& one : meant) {
      fs::remove(one, none);
      fs::remove(one.string() + std::string(kSidecarSuffix), none);
      sync_folder(one.parent_path());
    }
  }
}

FolderInbox::FolderInbox(InboxSettings settings, uint64_t item_bytes, Store& store, ObjectStore& objects,
                         const SiteKey& key, const Clock& clock)
    : settings_(std::move(settings)),
      item_bytes_(item_bytes),
      objects_(objects),
      clock_(clock),
      intake_(settings_.name, store, key, clock) {
  make_folder(settings_.folder);
  notices_ = FileDescriptor(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  if (notices_.is_open() && ::inotify_add_watch(notices_.get(), settings_.folder.c_str(),
                                                IN_MOVED_TO | IN_CLOSE_WRITE | IN_CREATE) < 0) {
    notices_.reset();
  }
}

void FolderInbox::read_notices() {
  if (!notices_.is_open()) return;
  take_notices(notices_.get(), [this](const inotify_event& event, std::string_view name) {
    if ((event.mask & IN_MOVED_TO) != 0 && !name.empty()) renamed_in_.emplace(name);
  });
}

std::vector<FolderInbox::File> FolderInbox::list() {
  std::vector<File> files;
  std::error_code error;
  fs::recursive_directory_iterator at(settings_.folder, fs::directory_options::skip_permission_denied, error);
  if (error) {
    problems_[kItself] = "the folder cannot be read: " + system_reason(error.value());
    return files;
  }
  problems_.erase(kItself);
  for (const fs::recursive_directory_iterator end; at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    struct stat status;
    if (is_in_progress(name) || at.depth() > kDepth) {
      if (at->is_directory(error)) at.disable_recursion_pending();
      continue;
    }
    if (ends_with(name, kSidecarSuffix)) continue;
    if (::lstat(at->path().c_str(), &status) != 0) continue;
    const fs::path path = at->path().lexically_relative(settings_.folder);
    if (S_ISLNK(status.st_mode)) problems_[path.string()] = "a link is not taken: put the file itself here";
    if (!S_ISREG(status.st_mode)) continue;
    files.push_back({path,
                     {static_cast<uint64_t>(status.st_ino), static_cast<uint64_t>(status.st_size),
                      nanoseconds(status.st_mtim), clock_.now()}});
  }
  // Oldest first, so that post is worked in the order in which it came.
  std::sort(files.begin(), files.end(), [](const File& a, const File& b) {
    return std::pair(a.seen.modified, a.path) < std::pair(b.seen.modified, b.path);
  });
  return files;
}

bool FolderInbox::is_complete(const File& file) {
  const std::string name = file.path.string();
  Seen& seen = seen_[name];
  const bool same = seen.inode == file.seen.inode && seen.size == file.seen.size &&
                    seen.modified == file.seen.modified && seen.since.microseconds != 0;
  // A clock that was set back would have everything wait until it is there again.
  if (!same || file.seen.since < seen.since) seen = file.seen;
  if (renamed_in_.count(name) != 0) return true;
  return same && clock_.now() - seen.since >= settings_.settle;
}

struct FolderInbox::Taken {
  const File* file = nullptr;
  std::optional<ObjectRecord> object;  // none: it is gone, is still being written, or there was trouble
  std::exception_ptr trouble;
};

Inbox::Look FolderInbox::look() {
  Look result;
  read_notices();
  const std::vector<File> files = list();
  std::vector<Taken> taken = store_bytes(complete_ones(files, result));
  result.taken = record(taken);
  for (Taken& one : taken) {
    try {
      if (one.object) let_go(*one.file);
    } catch (const Error&) {
      one.trouble = std::current_exception();
    }
  }
  for (const Taken& one : taken) note_trouble(*one.file, one.trouble);
  std::set<std::string> present;
  for (const File& file : files) present.insert(file.path.string());
  std::erase_if(seen_, [&](const auto& entry) { return present.count(entry.first) == 0; });
  std::erase_if(kept_, [&](const auto& entry) { return present.count(entry.first) == 0; });
  std::erase_if(problems_, [&](const auto& entry) {
    std::error_code ignored;
    return entry.first != kItself && !fs::exists(fs::symlink_status(settings_.folder / entry.first, ignored));
  });
  if (!result.is_more) renamed_in_.clear();
  return result;
}

// Those to be taken now.
std::vector<const FolderInbox::File*> FolderInbox::complete_ones(const std::vector<File>& files,
                                                                 Look& result) {
  std::vector<const File*> complete;
  uint64_t bytes = 0;
  for (const File& file : files) {
    if (const auto kept = kept_.find(file.path.string());
        kept != kept_.end() && kept->second.inode == file.seen.inode && kept->second.size == file.seen.size &&
        kept->second.modified == file.seen.modified) {
      continue;
    }
    if (!is_complete(file)) {
      ++result.unsettled;
    } else if (complete.size() >= kMostAtOnce || bytes >= kMostBytesAtOnce) {
      result.is_more = true;
    } else {
      complete.push_back(&file);
      bytes += file.seen.size;
    }
  }
  return complete;
}

// Nothing more to say of this file, or why it stays. Throws what stands in the way of all of them.
void FolderInbox::note_trouble(const File& file, const std::exception_ptr& trouble) {
  const std::string name = file.path.string();
  if (!trouble) return void(problems_.erase(name));
  try {
    std::rethrow_exception(trouble);
  } catch (const Error& error) {
    if (!is_about_the_file(error)) throw;
    if (problems_[name] == error.message()) return;
    problems_[name] = error.message();
    log::error("file_not_taken", {{"inbox", settings_.name}, {"reason", error.code()}});
  }
}

// What is offered under the same name with the same content is the same: after a kill, a restored backup, a
// folder that was synchronised anew, by another daemon. On purpose again: this very file, once.
std::string FolderInbox::offer_of(const File& file, const std::string& object, bool again) {
  std::string offer = file.path.string() + "\n" + object;
  if (again) offer += "\n" + std::to_string(file.seen.inode) + "\n" + std::to_string(file.seen.modified);
  return offer;
}

Context FolderInbox::metadata_of(const fs::path& file) const {
  fs::path sidecar = settings_.folder / file;
  sidecar += kSidecarSuffix;
  std::error_code ignored;
  if (!fs::is_regular_file(fs::symlink_status(sidecar, ignored))) return {};
  try {
    const Value value = parse_json(read_file(sidecar, kSidecarBytes), "the sidecar");
    if (value.is(Value::Kind::context)) return value.context();
  } catch (const Error&) {
    // The document counts, not its note: it goes on, and the case says that the note could not be read.
  }
  return {{"sidecar_problem", "the note beside the file could not be read"}};
}

std::vector<FolderInbox::Taken> FolderInbox::store_bytes(const std::vector<const File*>& files) {
  std::vector<Taken> taken(files.size());
  at_once(files.size(), [&](size_t i) {
    taken[i].file = files[i];
    try {
      taken[i].object = store_bytes(*files[i]);
    } catch (...) {
      taken[i].trouble = std::current_exception();
    }
  });
  return taken;
}

std::optional<ObjectRecord> FolderInbox::store_bytes(const File& file) {
  std::error_code gone;
  if (!fs::exists(fs::symlink_status(settings_.folder / file.path, gone))) return {};  // by another daemon
  const FileDescriptor source = open_plainly(settings_.folder / file.path);
  struct stat before;
  if (::fstat(source.get(), &before) != 0 || !S_ISREG(before.st_mode)) return {};
  if (static_cast<uint64_t>(before.st_size) > item_bytes_) {
    throw Error(Fault::document, "item_too_large",
                "the file is larger than " + std::to_string(item_bytes_ >> 20) + " MB", {},
                "raise largest_item in mailroom.yaml, or split the file");
  }
  const std::string bytes = read_all(source.get(), static_cast<uint64_t>(before.st_size));
  struct stat after;
  const bool changed = ::fstat(source.get(), &after) != 0 || after.st_size != before.st_size ||
                       nanoseconds(after.st_mtim) != nanoseconds(before.st_mtim) ||
                       bytes.size() != static_cast<size_t>(before.st_size) ||
                       nanoseconds(before.st_mtim) != file.seen.modified ||
                       static_cast<uint64_t>(before.st_ino) != file.seen.inode;
  if (changed) return {};  // somebody is still writing: look again
  return objects_.put(bytes);
}

// How many of them are new items.
int FolderInbox::record(std::vector<Taken>& taken) {
  std::vector<Intake::Arrival> arrivals;
  for (const Taken& one : taken) {
    if (one.object) arrivals.push_back(arrival_of(*one.file, *one.object));
  }
  const auto recorded = intake_.record(std::move(arrivals));
  return static_cast<int>(
      std::count_if(recorded.begin(), recorded.end(), [](const auto& one) { return one.is_new; }));
}

Intake::Arrival FolderInbox::arrival_of(const File& file, const ObjectRecord& object) const {
  Intake::Arrival arrival;
  arrival.metadata = metadata_of(file.path);
  arrival.offer = offer_of(file, object.address, workflows::is_again(arrival.metadata));
  arrival.file = file.path.string();
  arrival.object = object;
  arrival.metadata.put("folder", file.path.parent_path().string());
  arrival.received = parse_received(arrival.metadata.at("received").text_or(""));
  // What stays in the folder is offered at each start: that is no event.
  arrival.is_noted = settings_.release != Release::leave;
  return arrival;
}

bool FolderInbox::is_same(const fs::path& path, const Seen& seen) {
  struct stat status;
  return ::lstat(path.c_str(), &status) == 0 && static_cast<uint64_t>(status.st_ino) == seen.inode &&
         static_cast<uint64_t>(status.st_size) == seen.size && nanoseconds(status.st_mtim) == seen.modified;
}

void FolderInbox::let_go(const File& file) {
  const fs::path source = settings_.folder / file.path;
  fs::path sidecar = source;
  sidecar += kSidecarSuffix;
  std::error_code error;
  const bool has_sidecar = fs::is_regular_file(fs::symlink_status(sidecar, error));
  if (settings_.release == Release::leave) {
    kept_[file.path.string()] = file.seen;
    return;
  }
  error.clear();
  const fs::path taken = settings_.folder / kTakenFolder / day_of(clock_.now());
  const fs::path target = settings_.release == Release::archive
                              ? free_name(taken, file.path, error)
                              : source.parent_path() / ("." + new_uuid(clock_));
  if (const int hurt = kLetGo.hit(); hurt != 0) {
    error.assign(hurt, std::generic_category());
  } else if (!error) {
    fs::rename(source, target, error);
  }
  // Another daemon with this folder let go of it before us.
  if (!target.empty() && error == std::errc::no_such_file_or_directory) return;
  if (!error && !is_same(target, file.seen)) {
    // It did, and a new file of this name had come meanwhile: that one is not taken yet. If yet another has
    // come since, it goes beside that, where it is seen.
    if (put_back(target, source)) return;
    fs::rename(target, source.parent_path() / (new_uuid(clock_) + source.extension().string()), error);
    if (error) cannot_move(error.value());
    return;
  }
  if (!error && settings_.release == Release::remove) {
    fs::remove(target, error);
    if (has_sidecar) fs::remove(sidecar, error);
  } else if (!error && has_sidecar) {
    fs::path beside = target;
    beside += kSidecarSuffix;
    std::error_code ignored;
    fs::rename(sidecar, beside, ignored);
  }
  if (error && error != std::errc::no_such_file_or_directory) {  // another daemon may have moved it already
    // It is stored: nothing is lost, and it will be recognised. Somebody has to give us the right to move it.
    kept_[file.path.string()] = file.seen;
    cannot_move(error.value());
  }
}

}  // namespace mailroom::daemon
