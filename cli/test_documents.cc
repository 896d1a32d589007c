#include "cli/test_documents.h"

#include <algorithm>
#include <thread>

#include "base/digest.h"
#include "base/file.h"
#include "cli/case_documents.h"
#include "cli/document_reading.h"
#include "cli/progress_line.h"

namespace mailroom::cli {

void TestDocuments::read(const SiteTests& site, const std::vector<const workflows::TestCase*>& tests,
                         Program& program) {
  read_.clear();
  std::map<std::string, bool> made_up;  // by file: everybody who names it says so
  for (const workflows::TestCase* test : tests) {
    for (const workflows::Said& file : test->files) {
      const auto [at, is_new] = made_up.emplace(file.text, test->made_up);
      at->second = at->second && test->made_up;
    }
  }
  if (made_up.empty()) return;
  ocr::ReadOptions how;
  for (const auto& workflow : site.workflows.all())
    how.error_budget = std::min(how.error_budget, workflow->error_budget);
  const std::string reading = digest_of_reading(site.folder, how.error_budget);
  // What was calibrated here and how is in no template: nothing of it is kept.
  const bool is_shipped = site.site && !site.site->calibration;
  std::vector<std::string> files, paths, keys;
  for (const auto& [file, is_made_up] : made_up) {
    const std::string path = (site.folder / file).string();
    const std::string key = sha256(read_file(path) + reading);
    if (auto known = cache_.find(key, is_made_up && is_shipped)) {
      read_[file] = std::move(*known);
    } else {
      files.push_back(file);
      paths.push_back(path);
      keys.push_back(key);
    }
  }
  if (files.empty()) return;
  ocr::ReaderOptions options;
  options.forms = {site.folder / "forms"};
  options.jobs = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  if (site.site) options.calibration = site.site->calibration;
  ocr::Reader reader(options);
  Readings of_file;
  const ProgressLine bar("reading", files.size(), program);
  const auto progress = [&](size_t done) {
    const std::string& file = files[done - 1];
    cache_.keep(keys[done - 1], of_file, made_up[file] && is_shipped);
    read_[file] = std::move(of_file);
    of_file.clear();
    bar(done);
  };
  read_files(
      reader, paths, how, options.jobs, [&](const ocr::DocumentReading& one) { of_file.push_back(one); },
      progress);
}

std::vector<workflows::ReadDocument> TestDocuments::of(const workflows::TestCase& test,
                                                       const SiteTests& site) const {
  CaseDocuments documents;
  for (const workflows::Said& file : test.files) {
    const auto found = read_.find(file.text);
    if (found == read_.end()) continue;
    const auto by_sidecar = received_by_sidecar((site.folder / file.text).string());
    const Instant received = test.received ? start_of(*test.received) : by_sidecar.value_or(test.now);
    for (const ocr::DocumentReading& one : found->second) documents.add(one, received);
  }
  return documents.take();
}

}  // namespace mailroom::cli
