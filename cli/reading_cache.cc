#include "cli/reading_cache.h"

#include <algorithm>

#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "daemon/site.h"
#include "ocr/reader_process.h"
#include "ocr/template_cache.h"

namespace mailroom::cli {

namespace {

namespace fs = std::filesystem;

std::string state_of_file(const fs::path& file) {
  const ocr::FileState state = ocr::state_of(file.string());
  return std::to_string(state.size) + "." + std::to_string(state.seconds) + "." +
         std::to_string(state.nanoseconds);
}

}  // namespace

fs::path cache_folder(const fs::path& site) {
  return site / "tests" / ".cache";
}

void make_cache(const fs::path& folder) {
  make_folder(folder);
  if (!fs::exists(folder / ".gitignore")) write_file(folder / ".gitignore", "*\n");
}

fs::path ReadingCache::file_of(const std::string& key) const {
  return folder_ / (key + ".json");
}

std::optional<Readings> ReadingCache::find(const std::string& key, bool made_up) {
  if (const auto known = known_.find(key); known != known_.end()) return known->second;
  std::error_code failed;
  if (!made_up || folder_.empty() || !fs::exists(file_of(key), failed)) return std::nullopt;
  try {
    Readings readings;
    const Value kept = parse_json(read_file(file_of(key)), file_of(key).string());
    for (const Value& one : kept.list()) readings.push_back(ocr::reading_from_value(one));
    return known_[key] = std::move(readings);
  } catch (const Error&) {
    return std::nullopt;  // cut off, or by another version
  }
}

void ReadingCache::keep(const std::string& key, Readings readings, bool made_up) {
  for (ocr::DocumentReading& reading : readings)
    for (ocr::PageReading& page : reading.pages) page.picture.reset();
  if (made_up && !folder_.empty()) {
    List list;
    for (const ocr::DocumentReading& reading : readings) list.push_back(ocr::to_value(reading));
    make_cache(folder_);
    write_file(file_of(key), to_json(list));
  }
  known_[key] = std::move(readings);
}

std::string digest_of_reading(const fs::path& site, double error_budget) {
  std::vector<fs::path> files = {site / daemon::kSiteFile};
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(site / "forms", failed))
    if (entry.is_regular_file(failed)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::string all = std::to_string(error_budget) + state_of_file(ocr::find_reader_program());
  for (const fs::path& file : files) all += file.filename().string() + sha256(read_file(file));
  return sha256(all);
}

}  // namespace mailroom::cli
