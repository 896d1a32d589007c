// The running mailroom-reader as its client holds it: the process and the socket to it. Starts in the
// constructor; the destructor hangs up, which ends the reader and its children, and reaps it.
//
// The reader gets a clean environment (no secrets of ours), no descriptor but the socket and standard error,
// and a process group of its own, so that Ctrl-C at a terminal reaches us first. send() is thread safe.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <vector>

#include "base/file.h"
#include "ocr/wire.h"

namespace mailroom::ocr {

class ReaderProcess {
 public:
  // Starts `program` and says hello; does not wait for the reader to be ready. Error{machine,
  // "reader_not_started"}.
  ReaderProcess(const std::filesystem::path& program, const wire::Settings& settings);
  ~ReaderProcess();
  ReaderProcess(const ReaderProcess&) = delete;
  ReaderProcess& operator=(const ReaderProcess&) = delete;

  // Waits until templates and models are loaded. Throws the reader's own error, or Error{machine,
  // "reader_not_started"} if it ends or says nothing for kMaxStartSeconds.
  void wait_until_ready();

  // False if the reader is gone.
  bool send(const wire::Request& request, int document, int answer, int ending) const;

  // Ends it at once, for a reader that no longer answers.
  void kill() const;

  // A first start prepares all blanks: a thousand took 100 seconds on a busy machine of two cores.
  static constexpr int kMaxStartSeconds = 900;

 private:
  pid_t pid_ = -1;
  FileDescriptor socket_;
};

// mailroom-reader beside the running program, else the first in PATH. Error{machine, "reader_not_found"}.
std::filesystem::path find_reader_program();

}  // namespace mailroom::ocr
