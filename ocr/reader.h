// The client of mailroom-reader: starts the reader process (a fork server that alone opens documents), hands
// it documents by file descriptor and takes back untrusted answers, which are limited in length and checked
// against the templates. A document that crashes, hangs or bursts its limits costs itself, and says so in
// `failure`.
//
// Owns the process: the destructor ends it. Thread safe: read() may be called from several threads; at most
// `jobs` children work at once, further calls wait. Throws Error{machine} only if the reader cannot be
// started or restarted.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/calibration.h"
#include "ocr/form.h"
#include "ocr/reading.h"

namespace mailroom::ocr {

struct ReaderLimits {
  uint64_t bytes = 100ull << 20;  // of a document
  int pages = 200;
  uint64_t pixels = 100'000'000;       // of a page
  int seconds = 60;                    // wall and CPU time of a document, a minute and more for long ones
  uint64_t memory_bytes = 1ull << 30;  // address space of a child
  int parts = 200;                     // of a mail or archive, nested ones included
};

struct ReaderOptions {
  std::filesystem::path program;             // empty: mailroom-reader beside this program, else from PATH
  std::vector<std::filesystem::path> forms;  // folders with *.form.yaml
  ReaderLimits limits;
  int jobs = 1;
  std::optional<Calibration> calibration;  // none: the shipped one
};

struct ReadOptions {
  double error_budget = 0.001;  // share of wrong values among accepted ones that the site tolerates
  bool crops = false;           // pictures of fields that are not accepted
  bool pictures = false;        // reduced pictures of the pages
};

// One document out of a mail or archive, or the document itself if it was neither.
struct Part {
  std::string name;        // as the container named it, without folders; for people only
  std::string media_type;  // by content, not by name: "application/pdf", "image/tiff", "text/plain" …
  std::string bytes;
};

struct Unpacked {
  std::optional<ReadFailure> failure;
  bool is_container = false;                                 // a mail or archive: parts are its documents
  std::vector<std::pair<std::string, std::string>> headers;  // of a mail: from, subject, date, message-id
  std::vector<Part> parts;  // includes a mail's text body as text/plain if it says anything
};

// read()'s failure code for a mail or archive: unpack() it and read its parts.
inline constexpr std::string_view kContainer = "container";

// Pages of a document, from 1, both included.
struct PageRange {
  int first = 1, last = 1;
};

// A document cut into several, each a file of the same kind with its pages alone.
struct CutDocument {
  std::optional<ReadFailure> failure;  // then it has no parts
  std::vector<std::string> parts;
};

class Reader {
 public:
  explicit Reader(ReaderOptions options);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // The templates as loaded. Errors in a template are thrown by the constructor: Error{usage} with file and
  // line.
  const std::vector<Form>& forms() const;

  DocumentReading read(const std::string& name, int document_fd, const ReadOptions& options = {});
  Unpacked unpack(const std::string& name, int document_fd);
  // One part for each range, in their order.
  CutDocument cut(const std::string& name, int document_fd, const std::vector<PageRange>& parts);

  // Makes a template from a fillable blank: writes `out` (.form.yaml) and beside it the blank's picture.
  // `id` empty: the stem of `out`. Throws Error{document} for a PDF that cannot be opened.
  void new_form(const std::filesystem::path& blank, const std::filesystem::path& out, const std::string& id);

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace mailroom::ocr
