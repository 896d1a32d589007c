#include "connectors/robot/commit_mark.h"

#include "base/digest.h"
#include "base/durable_file.h"
#include "base/error.h"
#include "base/file.h"
#include "base/text.h"

namespace mailroom::connectors {

namespace {

const FileFailpoints kMark("robot_mark");
constexpr uint64_t kLongestMark = 100;

}  // namespace

CommitMark::CommitMark(const std::filesystem::path& site_folder, const std::string& key)
    : site_folder_(site_folder), file_(site_folder / "data" / "robot" / "marks" / sha256(key)) {}

std::optional<Instant> CommitMark::made() const {
  std::error_code failed;
  const auto kind = std::filesystem::status(file_, failed).type();
  if (kind == std::filesystem::file_type::not_found) return {};
  if (const auto made = parse_rfc3339(trim(read_file(file_, kLongestMark)))) return made;
  throw Error(Fault::machine, "mark_unreadable", "the mark of a step that may have been taken cannot be read",
              file_.string(),
              "look whether it was, then delete data/robot/marks/" + file_.filename().string());
}

void CommitMark::make(Instant now) const {
  DurableFolders(site_folder_).make(file_.parent_path());
  write_durably(file_, to_rfc3339(now) + "\n", kMark);
}

void CommitMark::remove() const {
  std::error_code none;
  std::filesystem::remove(file_, none);
}

}  // namespace mailroom::connectors
