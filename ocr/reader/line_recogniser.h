// One line of text by Tesseract's public API. Owns one engine per language (of one pack or several). An
// engine takes a fifth of a second to load and many documents do without it, so it is loaded when a line
// first needs it: by a child for itself, or by load() for all that are forked afterwards. Not thread safe: a
// process reads one line at a time. Only letters that a field may hold are considered.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ocr/reader/page.h"
#include "ocr/reader/raster.h"

namespace tesseract {
class TessBaseAPI;
}

namespace mailroom::ocr::reader {

struct LineReading {
  std::string text;       // runs of blanks folded, ends trimmed
  double confidence = 0;  // Tesseract's, 0 to 1, of its weakest letter: no probability
};

class LineRecogniser {
 public:
  // As templates name them (ocr/language.h). Throws Error{machine, "language_missing"} with the package to
  // install.
  explicit LineRecogniser(const std::vector<std::string>& languages);
  ~LineRecogniser();

  void load();
  const std::vector<std::string>& languages() const { return languages_; }
  bool has_loaded() const { return !engines_.empty(); }

  // 8 bits, dark on white, with a border. `alphabet` empty: anything.
  LineReading read(const Raster& line, const std::string& language, const std::string& alphabet) const;
  // Whether the language's list of words has it.
  bool is_word(const std::string& word, const std::string& language) const;
  // Every word of a page; places in points at the given resolution.
  std::vector<Word> read_page(const Raster& image, double dpi_x, double dpi_y,
                              const std::string& language) const;

 private:
  tesseract::TessBaseAPI& engine(const std::string& language) const;
  std::vector<std::string> languages_;
  mutable std::map<std::string, std::unique_ptr<tesseract::TessBaseAPI>> engines_;
};

}  // namespace mailroom::ocr::reader
