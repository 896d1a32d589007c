#include "daemon/submit.h"

#include "base/durable_file.h"
#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "daemon/folder_inbox.h"

namespace mailroom::daemon {

namespace {

const FileFailpoints kNote("submit_note"), kFile("submit");

}  // namespace

std::string submit(const InboxSettings& inbox, const std::filesystem::path& file, const Context& note) {
  if (!inbox.is_folder()) {
    throw Error(Fault::usage, "not_a_folder", "inbox '" + inbox.name + "' is no folder", "mailroom.yaml",
                "files are handed in to a folder: see 'inboxes'");
  }
  const std::string bytes = read_file(file);
  const std::filesystem::path target = inbox.folder / file.filename();
  std::error_code ignored;
  if (std::filesystem::exists(std::filesystem::symlink_status(target, ignored))) {
    throw Error(Fault::usage, "name_taken", "a file of this name lies in the inbox already", target.string(),
                "it is taken in soon if a daemon runs; or hand yours in under another name");
  }
  make_folder(inbox.folder);
  // The note first: once the file has its name, it may be taken at once.
  if (!note.empty())
    write_durably(target.string() + std::string(kSidecarSuffix), to_json(Value(note)), kNote);
  write_durably(target, bytes, kFile);
  return target.filename().string();
}

}  // namespace mailroom::daemon
