// The client's side of a conversation (ocr/wire.h): one request, its answer and its ending, and what becomes
// of a reader that dies. See ocr/reader.h.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "base/json.h"
#include "base/log.h"
#include "base/text.h"
#include "ocr/answer.h"
#include "ocr/form_folders.h"
#include "ocr/plain_document.h"
#include "ocr/reader.h"
#include "ocr/reader_process.h"
#include "ocr/wire.h"

namespace mailroom::ocr {

namespace {

using SteadyClock = std::chrono::steady_clock;  // for time-outs only

constexpr uint64_t kMaxAnswerBytes = 512ull << 20;
constexpr size_t kMaxEndingBytes = 4096;
constexpr int kPipeBytes = 1 << 20;
// A long document may take longer: a second more for every 50 kB, about a page of fax.
constexpr uint64_t kBytesPerExtraSecond = 50'000;
constexpr uint64_t kMaxExtraSeconds = 540;
// The reader ends an overdue child itself; if it does not tell us by then, it hangs.
constexpr std::chrono::seconds kGrace{15};

// What a child left behind: its answer's bytes and how it ended.
struct Outcome {
  std::string answer;
  bool too_long = false;
  std::optional<wire::Ending> ending;  // none: the reader itself died
};

int seconds_for(int document_fd, const ReaderLimits& limits) {
  struct stat status {};
  uint64_t size = 0;
  if (::fstat(document_fd, &status) == 0 && status.st_size > 0) size = static_cast<uint64_t>(status.st_size);
  return limits.seconds + static_cast<int>(std::min(size / kBytesPerExtraSecond, kMaxExtraSeconds));
}

// Appends what there is to read; false at the end.
bool drain(FileDescriptor& from, std::string& into) {
  char buffer[1 << 16];
  const ssize_t count = ::read(from.get(), buffer, sizeof buffer);
  if (count < 0) return errno == EINTR || errno == EAGAIN;
  into.append(buffer, static_cast<size_t>(count));
  return count > 0;
}

Outcome collect(FileDescriptor answer, FileDescriptor ending, std::chrono::seconds patience) {
  Outcome outcome;
  std::string ending_bytes;
  const auto deadline = SteadyClock::now() + patience;
  while (answer.is_open() || ending.is_open()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - SteadyClock::now()).count();
    if (left <= 0) return outcome;
    pollfd watched[] = {{answer.get(), POLLIN, 0}, {ending.get(), POLLIN, 0}};  // poll skips closed ones
    const int ready = ::poll(watched, 2, static_cast<int>(std::min<int64_t>(left, 1'000'000)));
    if (ready <= 0) continue;
    if (watched[0].revents && !drain(answer, outcome.answer)) answer.reset();
    if (outcome.answer.size() > kMaxAnswerBytes) {
      outcome.too_long = true;
      outcome.answer.clear();
      answer.reset();  // the child's next write ends it
    }
    if (watched[1].revents && !drain(ending, ending_bytes)) ending.reset();
    if (ending_bytes.size() > kMaxEndingBytes) return outcome;
  }
  const auto frames = wire::split_frames(ending_bytes);
  if (frames && frames->size() == 1) {
    try {
      outcome.ending = wire::ending_from_value(parse_json(frames->front().payload, "ending"));
    } catch (const Error&) {
      outcome.ending.reset();
    }
  }
  return outcome;
}

Error crashed(const char* reason, const wire::Ending& ending) {
  log::warning("document_crashed", {{"reason", reason},
                                    {"signal", std::to_string(ending.signal)},
                                    {"exit_code", std::to_string(ending.exit_code)},
                                    {"peak_kilobytes", std::to_string(ending.peak_kilobytes)}});
  return Error(Fault::document, "crashed", "the document could not be opened: it upsets the reader", {},
               "ask for it again in another form, for example printed and scanned");
}

}  // namespace

struct Reader::Implementation {
  explicit Implementation(ReaderOptions given) : options(std::move(given)) {
    if (options.program.empty()) options.program = find_reader_program();
    options.jobs = std::max(options.jobs, 1);
    settings = {options.forms, options.limits, options.calibration};
    process = std::make_shared<ReaderProcess>(options.program, settings);
    forms = load_form_folders(options.forms).forms;  // while the reader does the same
    process->wait_until_ready();
  }

  // Holds one of the `jobs` places for as long as it lives.
  class Place {
   public:
    explicit Place(Implementation& owner) : owner_(owner) {
      std::unique_lock lock(owner_.mutex);
      owner_.place_free.wait(lock, [&] { return owner_.busy < owner_.options.jobs; });
      ++owner_.busy;
    }
    ~Place() {
      {
        const std::lock_guard lock(owner_.mutex);
        --owner_.busy;
      }
      owner_.place_free.notify_one();
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

   private:
    Implementation& owner_;
  };

  std::shared_ptr<ReaderProcess> running() {
    const std::lock_guard lock(restart_mutex);
    if (!process) {
      auto fresh = std::make_shared<ReaderProcess>(options.program, settings);
      fresh->wait_until_ready();
      process = std::move(fresh);
    }
    return process;
  }

  void give_up(const std::shared_ptr<ReaderProcess>& dead) {
    const std::lock_guard lock(restart_mutex);
    if (process != dead) return;  // another thread was first
    log::warning("reader_died", {{"effect", "it is started again"}});
    dead->kill();
    process.reset();
  }

  // The answer's bytes, or an Error{document} that says what became of the document.
  std::string ask(wire::Request request, int document_fd) {
    const Place place(*this);
    request.seconds = seconds_for(document_fd, options.limits);
    for (int attempt = 0; attempt < 2; ++attempt) {
      const std::shared_ptr<ReaderProcess> reader = running();
      wire::Pipe answer = wire::make_pipe(), ending = wire::make_pipe();
      ::fcntl(answer.writing.get(), F_SETPIPE_SZ, kPipeBytes);  // fewer turns; the default does too
      if (!reader->send(request, document_fd, answer.writing.get(), ending.writing.get())) {
        give_up(reader);
        continue;
      }
      answer.writing.reset();
      ending.writing.reset();
      Outcome outcome = collect(std::move(answer.reading), std::move(ending.reading),
                                std::chrono::seconds(request.seconds) + kGrace);
      if (!outcome.ending) {
        give_up(reader);
        continue;
      }
      return judge(std::move(outcome), request.seconds);
    }
    throw Error(Fault::machine, "reader_died", "the reader died twice while it read one document", {},
                "see the log; the machine may be short of memory");
  }

  static std::string judge(Outcome outcome, int seconds) {
    const wire::Ending& ending = *outcome.ending;
    if (ending.refused) {
      throw Error(Fault::machine, "reader_busy",
                  "the reader could not start a child: " + system_reason(ending.exit_code), {},
                  "the machine is short of memory or processes");
    }
    if (ending.timed_out) {
      log::warning("document_timed_out", {{"seconds", std::to_string(seconds)}});
      throw Error(Fault::document, "timed_out",
                  "reading the document took longer than the limit of " + count_of(seconds, "second"));
    }
    if (outcome.too_long) throw crashed("answer_too_long", ending);
    if (ending.signal == SIGSYS) throw crashed("forbidden_call", ending);
    if (ending.signal != 0) throw crashed("signal", ending);
    if (ending.exit_code == wire::kExitNoWalls) {
      throw Error(Fault::machine, "no_sandbox", "the reader's sandbox could not be entered", {},
                  "documents are only opened inside it; see docs/security.md");
    }
    if (ending.exit_code != 0) throw crashed("exit", ending);
    return std::move(outcome.answer);
  }

  ReaderOptions options;
  wire::Settings settings;
  std::vector<Form> forms;
  std::mutex mutex;  // of the places
  std::condition_variable place_free;
  int busy = 0;
  std::mutex restart_mutex;  // of the process
  std::shared_ptr<ReaderProcess> process;
};

namespace {

// The document's own failure as a value; the machine's stays an exception. An answer that is wrong is a
// document that got hold of its child.
ReadFailure failure_of(const Error& error) {
  if (error.fault() == Fault::machine) throw error;
  if (error.code() == "answer_invalid") {
    log::warning("answer_refused", {{"reason", error.message()}});
    return {"crashed", "the document could not be opened: it upsets the reader"};
  }
  return {error.code(), error.message()};
}

// Parts of a TIFF are TIFFs: what the child answers may be anything.
void check_kind(const CutDocument& cut, int document_fd) {
  char head[8] = {};
  const ssize_t count = ::pread(document_fd, head, sizeof head, 0);
  const std::string_view kind = plain_document({head, static_cast<size_t>(std::max<ssize_t>(count, 0))});
  for (const std::string& part : cut.parts) {
    if (!kind.empty() && plain_document(part) != kind)
      throw Error(Fault::document, "answer_invalid", "the reader's answer has a part of another kind");
  }
}

}  // namespace

Reader::Reader(ReaderOptions options)
    : implementation_(std::make_unique<Implementation>(std::move(options))) {}

Reader::~Reader() = default;

const std::vector<Form>& Reader::forms() const {
  return implementation_->forms;
}

DocumentReading Reader::read(const std::string& name, int document_fd, const ReadOptions& options) {
  DocumentReading reading;
  try {
    wire::Request request{wire::Verb::read, name, {}, options, 0, {}};
    reading = reading_from_answer(implementation_->ask(std::move(request), document_fd), forms());
  } catch (const Error& error) {
    reading.failure = failure_of(error);
  }
  reading.file = name;
  return reading;
}

Unpacked Reader::unpack(const std::string& name, int document_fd) {
  try {
    wire::Request request{wire::Verb::unpack, name, {}, {}, 0, {}};
    return unpacked_from_answer(implementation_->ask(std::move(request), document_fd),
                                implementation_->options.limits);
  } catch (const Error& error) {
    Unpacked unpacked;
    unpacked.failure = failure_of(error);
    return unpacked;
  }
}

CutDocument Reader::cut(const std::string& name, int document_fd, const std::vector<PageRange>& parts) {
  CutDocument cut;
  try {
    wire::Request request{wire::Verb::cut, name, {}, {}, 0, parts};
    cut = cut_from_answer(implementation_->ask(std::move(request), document_fd), parts.size(),
                          implementation_->options.limits);
    check_kind(cut, document_fd);
  } catch (const Error& error) {
    cut = {failure_of(error), {}};
  }
  return cut;
}

void Reader::new_form(const std::filesystem::path& blank, const std::filesystem::path& out,
                      const std::string& id) {
  std::string form_id = id;
  if (form_id.empty()) {
    form_id = out.filename().string();
    if (form_id.ends_with(kFormSuffix)) form_id.resize(form_id.size() - kFormSuffix.size());
  }
  const FileDescriptor document = open_for_reading(blank);
  wire::Request request{wire::Verb::new_form, blank.string(), form_id, {}, 0, {}};
  const FormFiles files = form_files_from_answer(implementation_->ask(std::move(request), document.get()));
  std::vector<Diagnostic> problems;  // what the child wrote is checked before it is kept
  if (!parse_form(files.yaml, files.words, out, problems)) {
    throw Error(Fault::document, "form_invalid",
                "no usable template came of it" + (problems.empty() ? "" : ": " + problems.front().message),
                blank.string());
  }
  write_form_files(out, files);
}

}  // namespace mailroom::ocr
