#include "ocr/reader/line_recogniser.h"

#include <leptonica/allheaders.h>
#include <tesseract/baseapi.h>

#include <algorithm>
#include <cstdlib>

#include "base/error.h"
#include "base/text.h"
#include "ocr/language.h"
#include "ocr/reader/page_words.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kPointsPerInch = 72;

std::string folded(const char* text) {
  std::string out;
  bool gap = false;
  for (const char* p = text; p != nullptr && *p != 0; ++p) {
    if (*p == ' ' || *p == '\n' || *p == '\t' || *p == '\f') {
      gap = !out.empty();
      continue;
    }
    if (gap) out += ' ';
    gap = false;
    out += *p;
  }
  return out;
}

struct FreeText {
  void operator()(char* text) const { delete[] text; }
};
using Text = std::unique_ptr<char, FreeText>;

// A child, too, may read Debian's folder, but no other.
bool can_wait() {
  return std::getenv("TESSDATA_PREFIX") == nullptr;
}

[[noreturn]] void throw_missing(const std::vector<std::string>& packs) {
  throw Error(Fault::machine, "language_missing", "tesseract has no language " + quoted_list(packs, "and"),
              {}, how_to_install(packs));
}

}  // namespace

LineRecogniser::LineRecogniser(const std::vector<std::string>& languages) : languages_(languages) {
  for (const std::string& language : languages_)
    if (const auto missing = missing_packs(language); !missing.empty()) throw_missing(missing);
  if (!can_wait()) load();
}

LineRecogniser::~LineRecogniser() = default;

void LineRecogniser::load() {
  for (const std::string& language : languages_) engine(language);
}

tesseract::TessBaseAPI& LineRecogniser::engine(const std::string& wanted) const {
  const bool is_known = std::find(languages_.begin(), languages_.end(), wanted) != languages_.end();
  const std::string& language = is_known ? wanted : languages_.front();
  if (const auto loaded = engines_.find(language); loaded != engines_.end()) return *loaded->second;
  auto engine = std::make_unique<tesseract::TessBaseAPI>();
  if (engine->Init(nullptr, language.c_str(), tesseract::OEM_LSTM_ONLY) != 0)
    throw_missing(packs_of(language));
  engine->SetVariable("debug_file", "/dev/null");
  return *engines_.emplace(language, std::move(engine)).first->second;
}

LineReading LineRecogniser::read(const Raster& line, const std::string& language,
                                 const std::string& alphabet) const {
  tesseract::TessBaseAPI& api = engine(language);
  api.SetPageSegMode(tesseract::PSM_SINGLE_LINE);
  api.SetVariable("invert_threshold", "0");  // our lines are dark on white: no second look in negative
  api.SetVariable("tessedit_char_whitelist", alphabet.c_str());
  api.SetImage(line.get());
  LineReading reading;
  if (api.Recognize(nullptr) != 0) return reading;
  reading.text = folded(Text(api.GetUTF8Text()).get());
  double worst = 100;
  const std::unique_ptr<tesseract::ResultIterator> it(api.GetIterator());
  if (it && !reading.text.empty()) do {
      if (!it->Empty(tesseract::RIL_SYMBOL))
        worst = std::min(worst, static_cast<double>(it->Confidence(tesseract::RIL_SYMBOL)));
    } while (it->Next(tesseract::RIL_SYMBOL));
  reading.confidence = reading.text.empty() ? 0 : std::clamp(worst / 100, 0.0, 1.0);
  api.Clear();
  return reading;
}

bool LineRecogniser::is_word(const std::string& word, const std::string& language) const {
  return engine(language).IsValidWord(word.c_str()) != 0;
}

namespace {

// In pixels of the picture; the iterator stays where it is.
std::vector<Zone> letters_of(const tesseract::ResultIterator& word) {
  std::vector<Zone> letters;
  tesseract::ResultIterator it(word);
  do {
    int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    if (it.BoundingBox(tesseract::RIL_SYMBOL, &x0, &y0, &x1, &y1))
      letters.push_back({static_cast<double>(x0), static_cast<double>(y0), static_cast<double>(x1),
                         static_cast<double>(y1)});
  } while (!it.IsAtFinalElement(tesseract::RIL_WORD, tesseract::RIL_SYMBOL) &&
           it.Next(tesseract::RIL_SYMBOL));
  return letters;
}

}  // namespace

std::vector<Word> LineRecogniser::read_page(const Raster& image, double dpi_x, double dpi_y,
                                            const std::string& language) const {
  std::vector<Word> words;
  tesseract::TessBaseAPI& api = engine(language);
  api.SetPageSegMode(tesseract::PSM_SPARSE_TEXT);
  // White on black is read at 0.4 and less before it is inverted: nothing better need be looked at twice (0.7
  // by default).
  api.SetVariable("invert_threshold", "0.5");
  api.SetVariable("tessedit_char_whitelist", "");
  api.SetImage(image.get());
  api.SetSourceResolution(static_cast<int>(dpi_y));
  if (api.Recognize(nullptr) != 0) return words;
  const std::unique_ptr<tesseract::ResultIterator> it(api.GetIterator());
  if (it) do {
      if (it->Empty(tesseract::RIL_WORD)) continue;
      int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
      if (!it->BoundingBox(tesseract::RIL_WORD, &x0, &y0, &x1, &y1)) continue;
      Word word;
      word.text = folded(Text(it->GetUTF8Text(tesseract::RIL_WORD)).get());
      const double sx = kPointsPerInch / dpi_x, sy = kPointsPerInch / dpi_y;
      const Zone place = without_specks({static_cast<double>(x0), static_cast<double>(y0),
                                         static_cast<double>(x1), static_cast<double>(y1)},
                                        letters_of(*it));
      word.zone = {place.x0 * sx, place.y0 * sy, place.x1 * sx, place.y1 * sy};
      word.confidence = static_cast<double>(it->Confidence(tesseract::RIL_WORD)) / 100;
      if (!word.text.empty()) words.push_back(std::move(word));
    } while (it->Next(tesseract::RIL_WORD));
  api.Clear();
  return without_dirt(std::move(words));
}

}  // namespace mailroom::ocr::reader
