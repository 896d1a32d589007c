// What a child does with a document. Made in the parent, before any fork; the children only read it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "ocr/form_file.h"
#include "ocr/reader.h"
#include "ocr/wire.h"

namespace mailroom::ocr::reader {

// A seam: tests put work here that crashes, hangs and lies. The functions may throw Error.
class Work {
 public:
  virtual ~Work() = default;
  virtual DocumentReading read(std::string_view document, const wire::Request& request) const = 0;
  virtual Unpacked unpack(std::string_view document, const wire::Request& request) const = 0;
  virtual CutDocument cut(std::string_view document, const wire::Request& request) const = 0;
  virtual FormFiles new_form(std::string_view document, const wire::Request& request) const = 0;

  // What takes long to load and many documents do without: a child that needs it loads it for itself. Then
  // the parent loads it too, for all children that come later.
  virtual bool has_loaded_late() const { return false; }
  virtual void load_late() {}
};

// The real thing: loads the templates and the models. Throws Error for a template that is wrong.
std::unique_ptr<Work> make_work(const wire::Settings& settings);

}  // namespace mailroom::ocr::reader
