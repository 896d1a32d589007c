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

std::optional<Readings> ReadingCache::find(const std::string& key, const std::string& file, bool made_up) {
  if (!known_.contains(key)) {
    std::error_code failed;
    if (!made_up || folder_.empty() || !fs::exists(file_of(key), failed)) return std::nullopt;
    try {
      Readings readings;
      const Value kept = parse_json(read_file(file_of(key)), file_of(key).string());
      for (const Value& one : kept.list()) readings.push_back(ocr::reading_from_value(one));
      known_[key] = std::move(readings);
    } catch (const Error&) {
      return std::nullopt;  // cut off, or by another version
    }
  }
  Readings readings = known_[key];
  for (ocr::DocumentReading& reading : readings) reading.file.insert(0, file);
  return readings;
}

void ReadingCache::keep(const std::string& key, const std::string& file, Readings readings, bool made_up) {
  for (ocr::DocumentReading& reading : readings) reading.file.erase(0, file.size());
  if (made_up && !folder_.empty()) {
    List list;
    for (const ocr::DocumentReading& reading : readings) list.push_back(ocr::to_value(reading));
    make_cache(folder_);
    write_file(file_of(key), to_json(list));
  }
  known_[key] = std::move(readings);
}

void ReadingCache::forget_all_but(const std::vector<std::string>& keys) {
  std::erase_if(
      known_, [&](const auto& one) { return std::find(keys.begin(), keys.end(), one.first) == keys.end(); });
}

std::string digest_of_reader(const fs::path& site) {
  std::vector<fs::path> files;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(site / "forms", failed))
    if (entry.is_regular_file(failed)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::string all;
  for (const fs::path& file : files) all += file.filename().string() + " " + sha256(read_file(file)) + "\n";
  std::vector<Diagnostic> unsaid;
  if (const auto loaded = daemon::load_site(site, unsaid); loaded && loaded->calibration)
    all += sha256(loaded->calibration->to_yaml());
  return sha256(all);
}

std::string digest_of_reading(const fs::path& site, const ocr::ReadOptions& how) {
  return sha256(digest_of_reader(site) + state_of_file(ocr::find_reader_program()) +
                std::to_string(how.error_budget) + (how.pictures ? " with pictures" : ""));
}

}  // namespace mailroom::cli
