// A mailroom-reader whose children do what their document says: the real fork server and the real sandbox
// around work that crashes, hangs, lies and tries to get out. What it managed comes back as a page's text.
//
// A document that is a JSON object says what is read on it (the contract's object of `mailroom read --json`),
// or what it holds ({"parts": [{"name", "document"}]}): a whole post office that reads in no time
// (tests/faults). Mails and archives are unpacked as the real one does.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "ocr/batch.h"
#include "ocr/form_folders.h"
#include "ocr/reader/child.h"
#include "ocr/reader/server.h"
#include "ocr/reader/unpack.h"

namespace mailroom::ocr::reader {
namespace {

std::string outcome(long result) {
  return result >= 0 ? "done" : "refused: " + system_reason(errno);
}

std::string contents(const std::string& path) {
  std::ifstream file(path);
  if (!file) return "refused: " + system_reason(errno);
  std::string line;
  std::getline(file, line);
  return "read";
}

// Deeds that a document may ask for; each says how it went, if it lives to.
std::string attempt(const std::string& deed, const std::string& argument) {
  if (deed == "write") return outcome(::open(argument.c_str(), O_WRONLY | O_CREAT, 0600));
  if (deed == "append") return outcome(::open(argument.c_str(), O_RDWR));
  if (deed == "delete") return outcome(::unlink(argument.c_str()));
  if (deed == "read") return contents(argument);
  if (deed == "list") return outcome(::open(argument.c_str(), O_RDONLY | O_DIRECTORY));
  if (deed == "socket") return outcome(::socket(AF_INET, SOCK_STREAM, 0));
  if (deed == "unix_socket") return outcome(::socket(AF_UNIX, SOCK_STREAM, 0));
  if (deed == "fork") return outcome(::fork());
  if (deed == "signal_parent") return outcome(::kill(::getppid(), SIGTERM));
  if (deed == "execute") {
    char name[] = "/bin/true";
    char* arguments[] = {name, nullptr};
    return outcome(::execv(name, arguments));
  }
  if (deed == "code") {
    void* page =
        ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return outcome(page == MAP_FAILED ? -1 : 0);
  }
  if (deed == "parent") return std::to_string(::getppid());
  if (deed == "whoami") return std::to_string(::getuid());
  if (deed == "descriptors") {
    int open = 0;
    for (int fd = 0; fd < 1024; ++fd) open += ::fcntl(fd, F_GETFD) >= 0;
    return std::to_string(open);
  }
  return "unknown deed";
}

void misbehave(const std::string& deed) {
  if (deed == "crash") {
    ::signal(SIGSEGV, SIG_DFL);
    volatile int* nowhere = nullptr;
    *nowhere = 1;
  }
  if (deed == "abort") std::abort();
  if (deed == "exit") ::_exit(7);
  if (deed == "throw") throw 42;
  if (deed == "hang") {
    for (;;) ::poll(nullptr, 0, -1);
  }
  if (deed == "spin") {
    for (volatile bool always = true; always;) {
    }
  }
  if (deed == "memory") {
    std::vector<std::string> hoard;
    for (;;) hoard.emplace_back(16 << 20, 'x');
  }
  if (deed == "garbage") {
    const std::string noise(100'000, '\xc3');
    if (::write(kAnswerDescriptor, noise.data(), noise.size()) < 0) ::_exit(1);
    ::_exit(0);
  }
  if (deed == "cut") {
    const char head[] = {'J', 100, 0, 0, 0, '{'};
    if (::write(kAnswerDescriptor, head, sizeof head) < 0) ::_exit(1);
    ::_exit(0);
  }
  if (deed == "flood") {
    const std::string noise(1 << 20, 'x');
    while (::write(kAnswerDescriptor, noise.data(), noise.size()) > 0) {
    }
    ::_exit(0);
  }
}

DocumentReading written_reading(std::string_view document) {
  DocumentReading reading = reading_from_value(parse_json(document, "the document"));
  for (PageReading& page : reading.pages) {
    if (!page.form.empty()) continue;
    page.picture = Picture{40, 30, 3, std::vector<uint8_t>(3600, 200)};
    page.picture_dpi = 100;
  }
  return reading;
}

Unpacked written_parts(std::string_view document) {
  const Value value = parse_json(document, "the document");
  Unpacked unpacked;
  const Value& parts = value.context().at("parts");
  unpacked.is_container = parts.is(Value::Kind::list);
  if (!unpacked.is_container) return unpacked;
  for (const Value& part : parts.list()) {
    unpacked.parts.push_back(
        {part.context().at("name").text_or(""), "application/json", to_json(part.context().at("document"))});
  }
  return unpacked;
}

std::vector<std::string> written_pages(std::string_view document, const std::vector<PageRange>& ranges) {
  std::vector<std::string> parts;
  for (const PageRange& range : ranges) {
    DocumentReading reading = reading_from_value(parse_json(document, "the document"));
    parts.push_back(
        to_json(to_value(numbered_from(only_pages(std::move(reading), range.first, range.last), 1))));
  }
  return parts;
}

class FakeWork final : public Work {
 public:
  explicit FakeWork(const wire::Settings& settings)
      : forms_(load_form_folders(settings.forms).forms), limits_(settings.limits) {}

  DocumentReading read(std::string_view document, const wire::Request&) const override {
    if (document.substr(0, 1) == "{") return written_reading(document);
    const size_t blank = document.find(' ');
    const std::string deed(document.substr(0, blank));
    const std::string argument(blank == std::string_view::npos ? "" : document.substr(blank + 1));
    misbehave(deed);
    DocumentReading reading;
    PageReading page;
    if (deed == "lie") page.form = "never-loaded", page.form_page = 1;
    if (deed == "picture") {
      page.picture = Picture{40, 30, 3, std::vector<uint8_t>(3600, 200)};
      page.picture_dpi = 100;
    }
    if (deed == "load") has_loaded_late_ = true;
    page.text = deed == "say" ? argument : attempt(deed, argument);
    if (deed == "load" || deed == "loaded") page.text = has_loaded_late_ ? "yes" : "no";
    reading.pages.push_back(std::move(page));
    return reading;
  }
  Unpacked unpack(std::string_view document, const wire::Request& request) const override {
    if (document.substr(0, 1) == "{") return written_parts(document);
    misbehave(std::string(document));
    return reader::unpack(document, request.name, limits_);
  }
  CutDocument cut(std::string_view document, const wire::Request& request) const override {
    if (document.substr(0, 1) == "{") return {{}, written_pages(document, request.parts)};
    misbehave(std::string(document));
    if (document == "say little") return {{}, {"one part, whatever was asked for"}};
    if (document.starts_with("II*")) return {{}, std::vector<std::string>(request.parts.size(), "no TIFF")};
    return {{}, std::vector<std::string>(request.parts.size(), std::string(document))};
  }
  bool has_loaded_late() const override { return has_loaded_late_; }
  void load_late() override { has_loaded_late_ = true; }
  FormFiles new_form(std::string_view, const wire::Request&) const override {
    throw Error(Fault::document, "no_fields", "the PDF has no fields");
  }

 private:
  std::vector<Form> forms_;
  ReaderLimits limits_;
  mutable bool has_loaded_late_ = false;
};

}  // namespace
}  // namespace mailroom::ocr::reader

int main() {
  using namespace mailroom::ocr;
  return reader::serve(wire::kControlDescriptor, [](const wire::Settings& settings) {
    return std::make_unique<reader::FakeWork>(settings);
  });
}
