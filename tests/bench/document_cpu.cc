// How much CPU time documents cost, a page: each is read in a forked child of a process that has loaded the
// templates, as mailroom-reader does it, and what the child used is counted. Start-up and sandbox are left
// out. usage: document_cpu FORMS ROUNDS FILE...      prints a line a file and the mean of all, best of ROUNDS
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "base/file.h"
#include "base/json.h"
#include "ocr/form_file.h"
#include "ocr/reader/ink.h"
#include "ocr/reader/read_document.h"

namespace {

using mailroom::ocr::DocumentReading;
using mailroom::ocr::reader::DocumentReader;

double milliseconds(const timeval& t) {
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_usec) / 1e3;
}

// In a child: reads, writes the answer as the reader would, ends. Its CPU time in milliseconds.
double cost_of(const DocumentReader& reader, const std::string& bytes) {
  const pid_t child = ::fork();
  if (child == 0) {
    const DocumentReading reading = reader.read(bytes, "document");
    const std::string answer = mailroom::to_json(mailroom::ocr::to_value(reading));
    ::_exit(reading.failure || answer.empty() ? 1 : 0);
  }
  int status = 0;
  rusage usage{};
  if (child < 0 || ::wait4(child, &status, 0, &usage) != child || status != 0) return -1;
  return milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime);
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 4) {
    std::fprintf(stderr, "usage: document_cpu FORMS ROUNDS FILE...\n");
    return 2;
  }
  const auto forms = mailroom::ocr::load_forms(arguments[1]);
  const mailroom::ocr::reader::InkReader ink(forms);
  const DocumentReader reader(forms, &ink);
  const int rounds = std::max(1, std::atoi(arguments[2]));
  double total = 0;
  size_t pages = 0;
  for (int i = 3; i < count; ++i) {
    const std::string bytes = mailroom::read_file(arguments[i]);
    double best = 1e9;
    for (int round = 0; round < rounds; ++round) best = std::min(best, cost_of(reader, bytes));
    const size_t its_pages = reader.read(bytes, "document").pages.size();
    std::printf("%7.1f ms  %zu pages  %s\n", best, its_pages, arguments[i]);
    total += best;
    pages += its_pages;
  }
  std::printf("%.2f ms a page over %zu pages\n", total / static_cast<double>(std::max<size_t>(pages, 1)),
              pages);
  return 0;
}
