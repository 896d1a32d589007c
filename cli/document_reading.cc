#include "cli/document_reading.h"

#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include "base/decimal.h"
#include "base/error.h"
#include "base/file.h"
#include "base/share.h"
#include "base/text.h"

namespace mailroom::cli {

namespace {

using Readings = std::vector<ocr::DocumentReading>;

Readings read_file_of(ocr::Reader& reader, const std::string& file, const ocr::ReadOptions& options) {
  const FileDescriptor document = open_for_reading(file);
  Readings readings{reader.read(file, document.get(), options)};
  const auto& failure = readings.front().failure;
  if (!failure || failure->code != ocr::kContainer) return readings;
  const ocr::Unpacked unpacked = reader.unpack(file, document.get());
  if (unpacked.failure) {
    readings.front().failure = unpacked.failure;
    return readings;
  }
  readings.clear();
  for (const ocr::Part& part : unpacked.parts) {
    const FileDescriptor inner = memory_file(part.bytes);
    readings.push_back(reader.read(file + ": " + part.name, inner.get(), options));
  }
  return readings;
}

// Files in, readings out in the same order; a few files are read ahead of the one that is waited for, so that
// a slow one does not fill the memory with those after it.
class Reading {
 public:
  Reading(ocr::Reader& reader, const std::vector<std::string>& files, const ocr::ReadOptions& options,
          int jobs, const std::function<bool()>& must_stop)
      : reader_(reader),
        files_(files),
        options_(options),
        must_stop_(must_stop),
        ahead_(static_cast<size_t>(jobs) * 4) {
    for (int i = 0; i < jobs; ++i) threads_.emplace_back([this] { work(); });
  }
  ~Reading() {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;

  // The readings of the next file; none if all are read, or those that were begun when it had to stop. Throws
  // what its reading threw.
  std::optional<Readings> next() {
    std::unique_lock lock(mutex_);
    if (taken_ == files_.size()) return std::nullopt;
    changed_.wait(lock,
                  [this] { return failure_ || done_.contains(taken_) || (stopped_ && taken_ == started_); });
    if (failure_) std::rethrow_exception(failure_);
    if (!done_.contains(taken_)) return std::nullopt;
    Readings readings = std::move(done_.extract(taken_).mapped());
    ++taken_;
    lock.unlock();
    changed_.notify_all();
    return readings;
  }

 private:
  void work() {
    for (;;) {
      size_t index = 0;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return stopped_ || started_ < taken_ + ahead_; });
        if (must_stop_ && must_stop_()) {
          stopped_ = true;
          lock.unlock();
          changed_.notify_all();
          return;
        }
        if (stopped_ || started_ >= files_.size()) return;
        index = started_++;
      }
      try {
        Readings readings = read_file_of(reader_, files_[index], options_);
        const std::lock_guard lock(mutex_);
        done_.emplace(index, std::move(readings));
      } catch (...) {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
        if (!failure_) failure_ = std::current_exception();
      }
      changed_.notify_all();
    }
  }

  ocr::Reader& reader_;
  const std::vector<std::string>& files_;
  const ocr::ReadOptions& options_;
  const std::function<bool()>& must_stop_;
  const size_t ahead_;
  std::mutex mutex_;
  std::condition_variable changed_;
  size_t started_ = 0, taken_ = 0;
  bool stopped_ = false;
  std::exception_ptr failure_;
  std::map<size_t, Readings> done_;
  std::vector<std::thread> threads_;
};

}  // namespace

double parse_budget(const std::string& text) {
  const auto share = parse_share(text);
  if (share && *share <= 0.5) return *share;
  throw Error(Fault::usage, "wrong_use", "'--budget': expected a share up to 50%, got '" + text + "'", {},
              "write it like 0.1%");
}

size_t read_files(ocr::Reader& reader, const std::vector<std::string>& files, const ocr::ReadOptions& options,
                  int jobs, const std::function<void(const ocr::DocumentReading&)>& take,
                  const std::function<void(size_t)>& progress, const std::function<bool()>& must_stop) {
  for (const std::string& file : files) open_for_reading(file);
  Reading reading(reader, files, options, jobs, must_stop);
  size_t done = 0;
  while (const auto readings = reading.next()) {
    for (const ocr::DocumentReading& one : *readings) take(one);
    progress(++done);
  }
  return done;
}

}  // namespace mailroom::cli
