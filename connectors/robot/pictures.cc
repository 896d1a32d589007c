#include "connectors/robot/pictures.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/file.h"
#include "base/log.h"
#include "base/period.h"
#include "connectors/outbox.h"
#include "connectors/settings.h"

namespace mailroom::connectors {

namespace fs = std::filesystem;

namespace {

constexpr unsigned kOwnerOnly = 0600;
constexpr std::chrono::hours kBetweenSweeps{1};

std::chrono::microseconds keeping_of(const Context& settings) {
  const auto period = parse_period(text_at(settings, "keep_pictures", "P30D"));
  if (!period) throw setting_invalid("keep_pictures", "a period such as P30D");
  return add(Instant{}, *period) - Instant{};
}

// Its time is the clock's, so that its age is.
void set_time(const fs::path& file, Instant now) {
  timespec time{};
  time.tv_sec = now.microseconds / 1'000'000;
  time.tv_nsec = now.microseconds % 1'000'000 * 1000;
  const timespec both[] = {time, time};
  ::utimensat(AT_FDCWD, file.c_str(), both, 0);
}

Instant time_of(const fs::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return {INT64_MAX};
  return {static_cast<int64_t>(status.st_mtim.tv_sec) * 1'000'000 + status.st_mtim.tv_nsec / 1000};
}

}  // namespace

std::vector<ConnectorKey> Pictures::keys() {
  return {
      {"pictures",
       KeyForm::choice,
       false,
       "which pictures of the screen are kept: all (at the end and of failures), failures, none; default: "
       "all",
       "failures",
       {"all", "failures", "none"}},
      {"picture_folder", KeyForm::path, false, "where they are kept; default: data/robot/pictures",
       "data/robot/pictures"},
      {"keep_pictures", KeyForm::text, false, "how long; they are personal data; default: P30D", "P7D"}};
}

Pictures::Pictures(const Context& settings, const fs::path& site_folder, const Clock& clock)
    : shown_(text_at(settings, "picture_folder", "data/robot/pictures")),
      folder_((site_folder / shown_).lexically_normal()),
      keep_for_(keeping_of(settings)),
      clock_(clock) {
  const std::string which = text_at(settings, "pictures", "all");
  if (which != "all" && which != "failures" && which != "none")
    throw setting_invalid("pictures", "'all', 'failures' or 'none'");
  which_ = which == "all" ? Which::all : which == "failures" ? Which::failures : Which::none;
}

std::string Pictures::keep(const Delivery& delivery, bool failed, std::string_view bytes,
                           std::string_view suffix) {
  if (bytes.empty()) return {};
  const std::string name = file_stem(delivery) + (failed ? "-failed" : "-done") + std::string(suffix);
  try {
    make_folder(folder_);
    write_file(folder_ / name, bytes, kOwnerOnly);
    set_time(folder_ / name, clock_.now());
    return shown_ + "/" + name;
  } catch (const Error& error) {
    log::warning("robot_picture_lost", {{"case", delivery.case_number}, {"why", error.code()}});
    return {};
  }
}

void Pictures::sweep() {
  const Instant now = clock_.now();
  if (now < next_sweep_) return;
  next_sweep_ = now + kBetweenSweeps;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder_, none)) {
    const std::string stem = entry.path().stem().string();
    const bool is_ours = stem.ends_with("-done") || stem.ends_with("-failed");
    if (is_ours && time_of(entry.path()) + keep_for_ < now) fs::remove(entry.path(), none);
  }
}

}  // namespace mailroom::connectors
