#include "ocr/reader/single_thread.h"

#include <filesystem>
#include <iterator>
#include <opencv2/core.hpp>

#include "base/error.h"

namespace mailroom::ocr::reader {

void stay_single_threaded() {
  cv::setNumThreads(0);
}

void check_single_threaded() {
  std::error_code none;
  const std::filesystem::directory_iterator tasks("/proc/self/task", none);
  if (none || std::distance(begin(tasks), end(tasks)) <= 1) return;
  throw Error(Fault::machine, "reader_threads",
              "a library of mailroom-reader has started threads: it cannot fork safely", {},
              "report it with the versions of the installed libraries");
}

}  // namespace mailroom::ocr::reader
