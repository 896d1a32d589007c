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
  std::error_code none;
  if (!std::filesystem::exists(file_, none)) return {};
  try {
    return parse_rfc3339(trim(read_file(file_, kLongestMark)));
  } catch (const Error&) {
    return {};
  }
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
