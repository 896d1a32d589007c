#include "cli/read_once.h"

#include <algorithm>
#include <thread>

#include "base/digest.h"
#include "base/file.h"
#include "cli/document_reading.h"
#include "daemon/site.h"

namespace mailroom::cli {

namespace fs = std::filesystem;

namespace {

std::string digest_of_folder(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder, failed))
    if (entry.is_regular_file(failed)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::string all;
  for (const fs::path& file : files) all += file.filename().string() + " " + sha256(read_file(file)) + "\n";
  return sha256(all);
}

}  // namespace

ReadOnce::ReadOnce(fs::path site)
    : site_(std::move(site)), jobs_(std::max(1, static_cast<int>(std::thread::hardware_concurrency()))) {}
ReadOnce::~ReadOnce() = default;

const std::vector<ocr::Form>& ReadOnce::forms() {
  std::vector<Diagnostic> unsaid;
  const auto site = daemon::load_site(site_, unsaid);
  std::string digest = digest_of_folder(site_ / "forms");
  if (site && site->calibration) digest += sha256(site->calibration->to_yaml());
  if (reader_ && digest == templates_) return reader_->forms();
  ocr::ReaderOptions options;
  options.forms = {site_ / "forms"};
  options.jobs = jobs_;
  if (site) options.calibration = site->calibration;
  reader_ = std::make_unique<ocr::Reader>(options);
  templates_ = std::move(digest);
  return reader_->forms();
}

const std::vector<ocr::DocumentReading>& ReadOnce::read(const std::vector<std::string>& files,
                                                        const ocr::ReadOptions& how) {
  forms();
  std::string key = templates_ + " " + std::to_string(how.error_budget);
  for (const std::string& file : files) {
    std::error_code failed;
    key += "\n" + file + " " + (fs::is_regular_file(file, failed) ? sha256(read_file(file)) : "");
  }
  was_new_ = key != key_;
  if (!was_new_) return readings_;
  key_.clear();  // should reading fail, nothing is known
  readings_.clear();
  read_files(
      *reader_, files, how, jobs_, [&](const ocr::DocumentReading& one) { readings_.push_back(one); },
      [](size_t) {});
  key_ = std::move(key);
  return readings_;
}

}  // namespace mailroom::cli
