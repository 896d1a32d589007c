#include "ocr/reader/child.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <new>

#include "base/error.h"
#include "base/text.h"
#include "ocr/answer.h"
#include "ocr/reader/limits.h"

namespace mailroom::ocr::reader {

namespace {

// Libraries write what they found in a document to standard error: that must not reach a log. Set for
// debugging only.
constexpr const char* kKeepStandardError = "MAILROOM_READER_STDERR";

constexpr size_t kUnknownSize = 64 << 10;  // read at a time where no size is known

// Only the document, the answer, three ends of nothing and what the sandbox still needs stay open.
bool keep_only(FileDescriptor document, FileDescriptor answer, int ruleset) {
  const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  // Out of the way first: the descriptors may lie where the others belong.
  const int from_document = ::fcntl(document.release(), F_DUPFD_CLOEXEC, kLowestKeptDescriptor);
  const int from_answer = ::fcntl(answer.release(), F_DUPFD_CLOEXEC, kLowestKeptDescriptor);
  if (nothing < 0 || from_document < 0 || from_answer < 0) return false;
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(nothing, STDOUT_FILENO);
  if (!std::getenv(kKeepStandardError)) ::dup2(nothing, STDERR_FILENO);
  if (::dup2(from_document, kDocumentDescriptor) < 0 || ::dup2(from_answer, kAnswerDescriptor) < 0) {
    return false;
  }
  const auto close_between = [](unsigned first, unsigned last) {
    return first > last || ::close_range(first, last, 0) == 0;
  };
  const unsigned next = kAnswerDescriptor + 1;
  if (ruleset < 0) return close_between(next, ~0u);
  const auto kept = static_cast<unsigned>(ruleset);
  return close_between(next, kept - 1) && close_between(kept + 1, ~0u);
}

// From its first byte, wherever the descriptor stands. Throws Error{document, "too_large"}.
std::string read_document_bytes(uint64_t limit) {
  std::string bytes;
  size_t room = kUnknownSize;
  struct stat status {};
  if (::fstat(kDocumentDescriptor, &status) == 0 && S_ISREG(status.st_mode)) {
    const auto size = static_cast<uint64_t>(status.st_size);
    if (size > limit) throw too_many_bytes(size, limit);
    room = static_cast<size_t>(size) + 1;  // one more: whether it ends there
  }
  size_t read = 0;
  for (bool seekable = true;;) {
    bytes.resize(read + room);
    const ssize_t count =
        seekable ? ::pread(kDocumentDescriptor, bytes.data() + read, room, static_cast<off_t>(read))
                 : ::read(kDocumentDescriptor, bytes.data() + read, room);
    if (count == 0) {
      bytes.resize(read);
      return bytes;
    }
    if (count < 0) {
      if (errno == EINTR) continue;
      if (errno == ESPIPE && seekable) {
        seekable = false;
        continue;
      }
      throw Error(Fault::machine, "file_unreadable", "the document cannot be read: " + system_reason(errno));
    }
    read += static_cast<size_t>(count);
    if (read > limit) throw too_many_bytes(read, limit);
    room -= static_cast<size_t>(count);
    if (room == 0) room = kUnknownSize;
  }
}

bool answer_request(const Work& work, const ReaderLimits& limits, const wire::Request& request) {
  const std::string document = read_document_bytes(limits.bytes);
  switch (request.verb) {
    case wire::Verb::read:
      return write_answer(kAnswerDescriptor, work.read(document, request));
    case wire::Verb::unpack:
      return write_answer(kAnswerDescriptor, work.unpack(document, request));
    case wire::Verb::cut:
      return write_answer(kAnswerDescriptor, work.cut(document, request));
    case wire::Verb::new_form:
      return write_answer(kAnswerDescriptor, work.new_form(document, request));
  }
  return false;
}

bool answer_or_explain(const Work& work, const ReaderLimits& limits, const wire::Request& request) {
  try {
    return answer_request(work, limits, request);
  } catch (const Error& error) {
    return write_answer(kAnswerDescriptor, error);
  } catch (const std::bad_alloc&) {
    return write_answer(kAnswerDescriptor, too_much_memory(limits.memory_bytes));
  }
}

}  // namespace

void live_as_child(const Work& work, const Sandbox& sandbox, const ReaderLimits& limits,
                   const wire::Request& request, FileDescriptor document, FileDescriptor answer, int parent) {
  // The parent's handling of signals is not the child's.
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::signal(SIGTERM, SIG_DFL);
  if (!keep_only(std::move(document), std::move(answer), sandbox.ruleset()) ||
      !sandbox.enter(request.seconds, parent)) {
    ::_exit(wire::kExitNoWalls);
  }
  if (!answer_or_explain(work, limits, request)) ::_exit(wire::kExitUnread);
  ::_exit(work.has_loaded_late() ? wire::kExitAnsweredLate : wire::kExitAnswered);
}

}  // namespace mailroom::ocr::reader
