#include "ocr/reader/work.h"

#include <malloc.h>

#include "ocr/form_folders.h"
#include "ocr/reader/charsets.h"
#include "ocr/reader/cut.h"
#include "ocr/reader/ink.h"
#include "ocr/reader/media_type.h"
#include "ocr/reader/new_form.h"
#include "ocr/reader/read_document.h"
#include "ocr/reader/single_thread.h"
#include "ocr/reader/unpack.h"

namespace mailroom::ocr::reader {

namespace {

// While loading: large blocks by themselves, so that what was freed leaves no holes in the heap. A child
// that wrote into those would have to be given a copy of each page first.
void return_memory() {
  ::mallopt(M_MMAP_THRESHOLD, 1 << 16);
}

// A page is worked in many large pictures that come and go: given back to the system each time, half of the
// work would be the kernel's, clearing them again. A child keeps what it has; it ends soon.
void keep_memory() {
  constexpr int kNever = 1 << 30;
  ::malloc_trim(0);
  ::mallopt(M_MMAP_THRESHOLD, kNever);
  ::mallopt(M_TRIM_THRESHOLD, kNever);
}

class DocumentWork final : public Work {
 public:
  explicit DocumentWork(const wire::Settings& settings)
      : limits_(settings.limits),
        forms_(load_form_folders(settings.forms)),
        ink_(forms_.forms),
        documents_(forms_, &ink_, settings.calibration.value_or(Calibration::shipped())) {}

  DocumentReading read(std::string_view document, const wire::Request& request) const override {
    if (is_container(media_type(document))) {
      DocumentReading reading;
      reading.failure = {std::string(kContainer),
                         "it is a mail or an archive: its documents are read one by one"};
      return reading;
    }
    return documents_.read(document, request.name, request.options, limits_);
  }
  Unpacked unpack(std::string_view document, const wire::Request& request) const override {
    return reader::unpack(document, request.name, limits_);
  }
  CutDocument cut(std::string_view document, const wire::Request& request) const override {
    return {{}, reader::cut(document, request.parts, limits_)};
  }
  FormFiles new_form(std::string_view document, const wire::Request& request) const override {
    const Form defaults;
    return reader::new_form(document, request.id, request.name, [&](const Raster& grey, double dpi) {
      return ink_.read_page(grey, dpi, defaults.language);
    });
  }
  bool has_loaded_late() const override { return ink_.has_loaded_tesseract(); }
  void load_late() override {
    return_memory();
    ink_.load_tesseract();
    keep_memory();
    check_single_threaded();
  }

 private:
  ReaderLimits limits_;
  FormSet forms_;
  InkReader ink_;
  DocumentReader documents_;
};

}  // namespace

std::unique_ptr<Work> make_work(const wire::Settings& settings) {
  stay_single_threaded();
  return_memory();
  load_charsets();
  auto work = std::make_unique<DocumentWork>(settings);
  keep_memory();
  check_single_threaded();
  return work;
}

}  // namespace mailroom::ocr::reader
