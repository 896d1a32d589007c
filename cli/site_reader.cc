#include "cli/site_reader.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "base/digest.h"
#include "base/file.h"
#include "cli/document_reading.h"
#include "daemon/site.h"

namespace mailroom::cli {

namespace fs = std::filesystem;

SiteReader::SiteReader(fs::path site, fs::path cache)
    : site_(std::move(site)),
      jobs_(std::max(1, static_cast<int>(std::thread::hardware_concurrency()))),
      cache_(std::move(cache)) {}
SiteReader::~SiteReader() = default;

const std::vector<ocr::Form>& SiteReader::forms() {
  std::string now = digest_of_reader(site_);
  if (reader_ && now == made_with_) return reader_->forms();
  // What else is wrong with mailroom.yaml is for `mailroom check` to say.
  std::vector<Diagnostic> unsaid;
  ocr::ReaderOptions options;
  options.forms = {site_ / "forms"};
  options.jobs = jobs_;
  if (const auto site = daemon::load_site(site_, unsaid)) options.calibration = site->calibration;
  reader_ = std::make_unique<ocr::Reader>(options);
  made_with_ = std::move(now);
  return reader_->forms();
}

std::vector<Readings> SiteReader::read(const std::vector<Document>& documents, const ocr::ReadOptions& how,
                                       const std::function<void(size_t, size_t)>& progress) {
  const std::string reading = digest_of_reading(site_, how);
  std::vector<Readings> all(documents.size());
  std::vector<std::string> keys, named, files;
  std::vector<size_t> places;  // of the files that have to be read
  for (size_t i = 0; i < documents.size(); ++i) {
    const auto& [file, is_kept] = documents[i];
    // What is no file (a pipe, nothing at all) has no content to be known by.
    std::error_code failed;
    const bool is_file = fs::is_regular_file(file, failed);
    keys.push_back(is_file ? sha256(read_file(file) + reading) : std::string());
    named.push_back(file + " " + keys.back());
    if (auto known = is_file ? cache_.find(keys[i], file, is_kept) : std::nullopt) {
      all[i] = std::move(*known);
    } else {
      files.push_back(file);
      places.push_back(i);
    }
  }
  if (!files.empty()) {
    forms();
    Readings of_file;
    const auto take = [&](const ocr::DocumentReading& one) { of_file.push_back(one); };
    read_files(*reader_, files, how, jobs_, take, [&](size_t done) {
      const size_t place = places[done - 1];
      all[place] = std::exchange(of_file, {});
      if (!keys[place].empty())
        cache_.keep(keys[place], documents[place].file, all[place], documents[place].is_kept);
      if (progress) progress(done, files.size());
    });
  }
  cache_.forget_all_but(keys);
  was_new_ = named != last_;
  last_ = std::move(named);
  return all;
}

}  // namespace mailroom::cli
