// A watched folder, and the hand-over: a file counts when it is complete, its bytes are stored and fsynced
// and the item is recorded, and only then does the folder let go of it. Killed at any instant, the file is
// offered again and recognised (inbox, path, content): it stays one item, whatever its inode and time, so
// that a restored backup or a folder synchronised anew makes no second case. The same content under another
// name is a new item, marked as a duplicate, about which a person is asked; on purpose again it is with
// "again" in its sidecar (`mailroom submit --again` writes one). Several daemons may watch one folder:
// whoever records a file first takes it, and a file that came under the name of one just taken stays for the
// next look.
//
// Complete: renamed in, or size and time stood still for `settle`. Names beginning with '.' and ending in
// .part, .tmp, .crdownload, .filepart or '~' are somebody's work in progress. FILE.meta.json beside FILE
// belongs to it ({"received": "2026-11-20", …}) and counts as no item. Links are not followed.
//
// What is complete is taken a batch at a time: their bytes are stored by several threads, for most of that is
// waiting for the disk, and one transaction records them all (daemon/intake.h).
#pragma once

#include <exception>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/file.h"
#include "daemon/inbox.h"
#include "daemon/intake.h"
#include "daemon/object_store.h"
#include "daemon/site.h"
#include "daemon/store.h"

namespace mailroom::daemon {

// Removes what this inbox moved aside when it had taken a file of this name, if it is the one that is meant;
// a copy's name may have a number in it.
void remove_taken(const InboxSettings& inbox, const std::string& file,
                  const std::function<bool(std::string_view bytes)>& is_meant);

class FolderInbox final : public Inbox {
 public:
  // Makes the folder if it is missing. Nothing given is owned.
  FolderInbox(InboxSettings settings, uint64_t item_bytes, Store& store, ObjectStore& objects,
              const SiteKey& key, const Clock& clock);

  Look look() override;
  // Readable when the kernel saw something; -1 if it gives no notices.
  int wake_descriptor() const override { return notices_.get(); }
  const std::string& name() const override { return settings_.name; }
  // By file, relative to the folder.
  const std::map<std::string, std::string>& problems() const override { return problems_; }

 private:
  struct Seen {
    uint64_t inode = 0, size = 0;
    int64_t modified = 0;  // nanoseconds
    Instant since;
  };
  struct File {
    std::filesystem::path path;  // relative to the folder
    Seen seen;
  };
  void read_notices();
  std::vector<File> list();
  bool is_complete(const File& file);
  struct Taken;  // a file whose bytes are stored, or why not
  std::vector<const File*> complete_ones(const std::vector<File>& files, Look& result);
  std::vector<Taken> store_bytes(const std::vector<const File*>& files);
  std::optional<ObjectRecord> store_bytes(const File& file);
  int record(std::vector<Taken>& taken);
  Intake::Arrival arrival_of(const File& file, const ObjectRecord& object) const;
  void note_trouble(const File& file, const std::exception_ptr& trouble);
  static bool is_same(const std::filesystem::path& path, const Seen& seen);
  void let_go(const File& file);
  static std::string offer_of(const File& file, const std::string& object, bool again);
  Context metadata_of(const std::filesystem::path& file) const;

  InboxSettings settings_;
  uint64_t item_bytes_;
  ObjectStore& objects_;
  const Clock& clock_;
  Intake intake_;
  FileDescriptor notices_;
  std::map<std::string, Seen> seen_;
  std::set<std::string> renamed_in_;  // names at the top level
  std::map<std::string, Seen> kept_;  // `leave`: taken, still there
  std::map<std::string, std::string> problems_;
};

// A file that somebody is still making, by its name; what was taken lies in a folder that looks like one.
bool is_in_progress(std::string_view name);

// FILE.meta.json: what is known of FILE beside its content.
inline constexpr std::string_view kSidecarSuffix = ".meta.json";

// The instant of a sidecar's "received": a date (its noon, UTC, so that no time zone shifts the day) or an
// RFC 3339 time.
std::optional<Instant> parse_received(std::string_view text);

}  // namespace mailroom::daemon
