#include "ocr/reader/text_reading.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cctype>

#include "base/identifier.h"
#include "base/letters.h"
#include "base/text.h"
#include "ocr/language.h"
#include "ocr/reader/accent_marks.h"
#include "ocr/reader/accented_line.h"
#include "ocr/reader/alphabet.h"
#include "ocr/reader/altered.h"
#include "ocr/reader/check_digit_repair.h"
#include "ocr/reader/confidence.h"
#include "ocr/reader/figure_pitch.h"
#include "ocr/reader/hidden_sign.h"
#include "ocr/reader/line_decoder.h"
#include "ocr/reader/line_layout.h"
#include "ocr/reader/line_picture.h"
#include "ocr/reader/look_alikes.h"
#include "ocr/reader/meant_text.h"
#include "ocr/reader/punctuation.h"
#include "ocr/reader/spelling.h"
#include "ocr/reader/suits_field.h"
#include "ocr/reader/well_formed.h"

namespace mailroom::ocr::reader {
namespace {

// Of the net: nobody else is asked. It takes worn letters for others more readily than figures.
constexpr double kSureOfFigures = 0.997, kSureOfLetters = 0.9995;
constexpr long kOverPrintBeside = 16;  // pixels: a thin 1 along a rule
constexpr int kBorder = 10;            // pixels of white that Tesseract wants around a line

// Dark on white, with capitals of 30 rows: what Tesseract reads best.
Raster for_tesseract(const LinePicture& line, float scale = 1.5F) {
  Raster pix(pixCreate(line.width, line.height(), 8));
  for (int y = 0; y < line.height(); ++y)
    for (int x = 0; x < line.width; ++x)
      pixSetPixel(
          pix.get(), x, y,
          255U - line.ink[static_cast<size_t>(y) * static_cast<size_t>(line.width) + static_cast<size_t>(x)]);
  const Raster large(scale == 1 ? pixClone(pix.get()) : pixScale(pix.get(), scale, scale));
  Raster framed(pixAddBorderGeneral(large.get(), kBorder, kBorder, kBorder, kBorder, 255));
  pixSetResolution(framed.get(), 300, 300);
  return framed;
}

// Whether a printed rule runs so close below the line's foot that points and tails would be taken for its own
// edge.
bool has_rule_at_foot(const FieldInk& ink, const std::vector<Component>& line) {
  constexpr int kClose = 9;        // pixels: what subtraction takes for print, and a point's height
  constexpr double kAcross = 0.6;  // of the line's width
  std::vector<int> feet;
  for (const Component& c : line) feet.push_back(c.y1);
  std::nth_element(feet.begin(), feet.begin() + static_cast<ptrdiff_t>(feet.size() / 2), feet.end());
  const int foot = feet[feet.size() / 2];
  const Extent all = extent_of(line);
  const auto across = static_cast<long>(kAcross * (all.x1 - all.x0));
  for (int y = foot - 1; y < foot + kClose; ++y)
    if (ink.blank.count(all.x0, y, all.x1, y + 1) > across) return true;
  return false;
}

bool is_only_signs(const std::string& text) {
  return text.find_first_not_of(" .,-_'~*") == std::string::npos;
}

bool has_letter(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return std::isalpha(static_cast<unsigned char>(c)) != 0 || (static_cast<unsigned char>(c) & 0x80U) != 0;
  });
}

// What a line says, likeliest first; the probabilities sum to 1 or less.
struct LineVerdict {
  std::vector<LineText> texts;
  double confidence = 0;
  bool repaired = false;
  LineStrokes strokes;
};

class LineReader {
 public:
  LineReader(const Form& form, const Field& field, const FieldInk& ink, const PageSource& source,
             const LineReaders& readers)
      : form_(form),
        field_(field),
        ink_(ink),
        source_(source),
        readers_(readers),
        language_(form.language_of(field)),
        format_(find_identifier_format(field.format)),
        is_word_([this](const std::string& word) { return readers_.tesseract.is_word(word, language_); }),
        cells_(field.comb ? std::max(field.max_length, 1) : 1) {}

  LineVerdict read(const std::vector<Component>& line) const {
    // A comb's rules stand between the letters.
    const Beneath beneath = cells_ > 1 ? Beneath::nothing : printed_beneath(ink_, line);
    const bool over_print = beneath != Beneath::nothing;
    const LinePicture picture =
        line_picture(ink_, line, cells_, over_print, *source_.native, source_.page_to_native);
    LineSteps steps = readers_.net.look(picture);
    const std::string alphabet = alphabet_of(field_);
    LineTexts seen = decode(steps, readers_.net.characters(), alphabet);
    std::erase_if(seen.texts, [](const LineText& t) { return t.text.empty(); });
    LineVerdict verdict;
    verdict.strokes = {std::move(steps.strokes), picture.left, picture.scale, line};
    ReadingEvidence evidence;
    evidence.outside = seen.outside;
    std::vector<std::string> first_readings;
    const bool letters = !seen.texts.empty() && has_letter(seen.texts.front().text);
    const double sure = letters ? kSureOfLetters : kSureOfFigures;
    if (letters && alphabet.empty() && has_accents(language_)) {
      verdict.texts = in_its_language(steps, seen.texts, line, over_print, evidence);
    } else {
      verdict.texts = std::move(seen.texts);
      in_ascii(verdict.texts, picture, line, alphabet, sure, over_print, evidence, first_readings);
    }
    if (verdict.texts.empty()) return verdict;
    const bool mended = evidence.net < sure && !evidence.agree && mend(verdict.texts, field_.format);
    const std::string& text = verdict.texts.front().text;
    verdict.repaired = is_repaired(field_.format, text, first_readings);
    evidence.plausibility = plausibility(text, form_.locale);
    evidence.fits_format = format_ != nullptr && is_identifier(*format_, text);
    evidence.unfit = !suits_field(field_, text, form_.locale);
    evidence.tail_lost = text.find('v') != std::string::npos && stands_on_rule(ink_, line);
    evidence.touches_edge = ink_.touches_edge;
    evidence.mark_left_out = leaves_a_mark_out(line);
    evidence.odd_pitch = cells_ == 1 && !signs_fit_pitch(text, line);
    evidence.goes_on =
        goes_on_beyond(line) || (cells_ == 1 && ink_over_print_beside(ink_, line) > kOverPrintBeside);
    evidence.beneath = beneath;
    evidence.residual = source_.residual;
    verdict.confidence = text_confidence(evidence);
    if (mended) verdict.confidence = std::min(verdict.confidence, kMended);
    return verdict;
  }

  // What Tesseract reads of the line at two sizes, and of the larger once more softened: where it guesses, it
  // guesses otherwise.
  std::vector<std::string> looks_at(const std::vector<Component>& line) const {
    constexpr double kSmall = 24, kLarge = 30;  // rows that capitals take
    const auto picture = [&](double rows) {
      return for_tesseract(
          whole_line_picture(ink_, line, cells_, rows, *source_.native, source_.page_to_native), 1);
    };
    const Raster large = picture(kLarge), soft(pixBlockconv(large.get(), 1, 1));
    std::vector<std::string> looks;
    for (const Raster& pix : {picture(kSmall), Raster(pixClone(large.get())), Raster(pixClone(soft.get()))}) {
      const LineReading reading = readers_.tesseract.read(pix, language_, "");
      looks.push_back(without_blanks_in_address(reading.text));
    }
    return looks;
  }

 private:
  // The net's texts become what was meant, and where a doubt remains what Tesseract says of it.
  void in_ascii(std::vector<LineText>& texts, const LinePicture& picture, const std::vector<Component>& line,
                const std::string& alphabet, double sure, bool over_print, ReadingEvidence& evidence,
                std::vector<std::string>& first_readings) const {
    if (!texts.empty()) first_readings.push_back(texts.front().text);
    for (LineText& t : texts) t.text = with_look_alikes(field_.format, t.text);
    join_same(texts);
    see_capitals(texts);
    if (cells_ == 1)
      see_hidden_signs(texts, line, rules_at_foot(ink_, line), form_.locale);
    else
      see_dirt_in_comb(texts, cells_);
    prefer_likely(texts, field_, form_.locale);
    if (format_ != nullptr) prefer_valid(texts, *format_);
    evidence.net = texts.empty() ? 0 : texts.front().probability;
    // Tesseract takes print for writing.
    const bool letters = !texts.empty() && has_letter(texts.front().text);
    if (over_print || (evidence.net >= sure && evidence.outside <= 1 - kSureOfFigures)) return;
    evidence.asked = true;
    const std::string other = by_tesseract(picture, line, alphabet, first_readings);
    evidence.agree = weigh(texts, other);
    evidence.misspelt = letters && respell(texts, is_word_);
  }

  // The net's texts with the accents that Tesseract sees.
  std::vector<LineText> in_its_language(const LineSteps& steps, const std::vector<LineText>& net,
                                        const std::vector<Component>& line, bool over_print,
                                        ReadingEvidence& evidence) const {
    const std::vector<std::string> looks = looks_at(line);
    const std::vector<Component> pieces = with_marks(ink_, line);
    AccentedTexts read = by_all(steps, net, line, over_print, pieces, looks);
    const std::string first = read.texts.empty() ? std::string() : read.texts.front().text;
    prefer_likely(read.texts, field_, form_.locale);
    evidence.asked = true;
    if (read.texts.empty()) return {};
    evidence.net = read.texts.front().probability;
    const bool fits = marks_fit(pieces, read.texts.front().text);
    // All look at the same ink: what a rule swallowed, none of them sees.
    evidence.agree = read.agree && !over_print && read.texts.front().text == first && fits &&
                     !has_rule_at_foot(ink_, line);
    // What anybody might have read is among the texts: the list is no reason to lead.
    evidence.misspelt = offer_word(read.texts, is_word_, own_letters_of(language_)).has_value() ||
                        with_capital_i(without_accents(read.texts.front().text)).has_value();
    return std::move(read.texts);
  }

  AccentedTexts by_all(const LineSteps& steps, const std::vector<LineText>& net,
                       const std::vector<Component>& line, bool over_print,
                       const std::vector<Component>& pieces, const std::vector<std::string>& looks) const {
    const std::string_view letters = own_letters_of(language_);
    const NetReading bare{steps, readers_.net.characters(), net};
    if (letters.empty() || readers_.accented == nullptr)
      return with_accents(bare, nullptr, pieces, looks, letters);
    const LineSteps marks = readers_.accented->look(
        line_picture_with_marks(ink_, line, cells_, over_print, *source_.native, source_.page_to_native));
    const AccentReading marked{marks, readers_.accented->characters()};
    return with_accents(bare, &marked, pieces, looks, letters);
  }

  // Whether writing goes on beyond the zone where this line begins or ends: the line may have lost a figure
  // there, or taken one from the field beside it.
  bool goes_on_beyond(const std::vector<Component>& line) const {
    constexpr double kAtEdge = 0.3;  // of a letter's height
    constexpr long kSeen = 16;       // pixels of it: half a thin figure
    if (cells_ > 1) return false;
    const auto [x0, y0, x1, y1] = extent_of(line);
    const double edge = kAtEdge * letter_height(line);
    const int left = ink_.zone.x0 - ink_.around.x0, right = left + ink_.zone.width();
    const Bits& written = ink_.written;
    return (x0 < left + edge && written.count(0, y0, left, y1) > kSeen) ||
           (x1 > right - edge && written.count(right, y0, written.width(), y1) > kSeen);
  }

  // Whether a speck stands where a thin sign would: a point or comma between two letters, a minus before the
  // first.
  bool leaves_a_mark_out(const std::vector<Component>& line) const {
    constexpr int kBelow = 4;        // pixels that a comma goes below the line
    constexpr double kBefore = 0.8;  // of the line's height: a minus stands no further from its figure
    const auto [x0, y0, x1, y1] = extent_of(line);
    const double height = y1 - y0;
    return std::any_of(ink_.specks.begin(), ink_.specks.end(), [&](const Component& speck) {
      if (speck.ink < 2) return false;
      if (speck.x1 <= x0)
        return x0 - speck.x1 < kBefore * height && speck.cy() > y0 + 0.35 * height &&
               speck.cy() < y0 + 0.8 * height;
      if (speck.x1 > x1 || speck.cy() < y0 + height / 2 || speck.y1 > y1 + kBelow) return false;
      return std::none_of(line.begin(), line.end(),
                          [&](const Component& c) { return c.x0 <= speck.x1 && speck.x0 <= c.x1; });
    });
  }

  std::string by_tesseract(const LinePicture& picture, const std::vector<Component>& line,
                           const std::string& alphabet, std::vector<std::string>& first_readings) const {
    const Raster pix = for_tesseract(picture);
    LineReading reading = readers_.tesseract.read(pix, language_, alphabet);
    if (alphabet.empty() && looks_like_figures(reading.text) &&
        reading.text.find_first_not_of(std::string(kFigures) + " ") != std::string::npos)
      reading = readers_.tesseract.read(pix, language_, std::string(kFigures));
    const Drawn drawn = as_drawn(reading.text, line, cells_ > 1);
    first_readings.push_back(drawn.text);
    const std::string text = without_blanks_in_address(with_look_alikes(field_.format, drawn.text));
    return with_capital_i(text).value_or(text);
  }

  const Form& form_;
  const Field& field_;
  const FieldInk& ink_;
  const PageSource& source_;
  const LineReaders& readers_;
  const std::string& language_;
  const IdentifierFormat* format_;
  const IsWord is_word_;
  int cells_;
};

}  // namespace

TextReading read_text(const Form& form, const Field& asked, const FieldInk& ink, const PageSource& source,
                      const LineReaders& readers) {
  constexpr double kUnread = 0.3;          // there is ink, and nobody reads it
  constexpr double kPerhaps = 0.5;         // crumbs of ink, or a zone too dark to see any in
  constexpr double kEmpty = 0.9995;        // no ink that could be writing
  constexpr double kFaded = 0.9;           // specks: dirt, or what a faint scan left of writing
  constexpr long kOverPrint = 8;           // pixels: print that spreads leaves a few
  constexpr long kDirt = 6, kSpecks = 25;  // pixels; a noisy line leaves so many in a field
  TextReading result;
  if (ink.blackened) {
    result.confidence = kPerhaps;
    return result;
  }
  result.confidence = 1;
  // What is written may be something else than what the label seems to ask for.
  Field field = asked;
  if (asked.proposed) {
    field.type = FieldType::text;
    field.format.clear();
  }
  const LineReader reader(form, field, ink, source, readers);
  const auto lines = lines_of(ink);
  for (const auto& line : lines) {
    LineVerdict verdict = reader.read(line);
    result.strokes.push_back(std::move(verdict.strokes));
    if (verdict.texts.empty()) {
      result.confidence = std::min(result.confidence, kUnread);
      continue;
    }
    // Dashes and points alone say that nothing is meant, or are what a rule left; a person may look.
    if (is_only_signs(verdict.texts.front().text)) {
      result.confidence = std::min(result.confidence, kPerhaps);
      result.alternatives.emplace_back(verdict.texts.front().text, verdict.confidence);
      continue;
    }
    result.repaired = result.repaired || verdict.repaired;
    const std::string before = result.value.empty() ? "" : result.value + ' ';
    result.confidence *= verdict.confidence;
    // With several lines only one of them is doubted at a time.
    for (auto& [text, probability] : result.alternatives) text += ' ' + verdict.texts.front().text;
    for (size_t i = 1; i < verdict.texts.size(); ++i)
      result.alternatives.emplace_back(before + verdict.texts[i].text, verdict.texts[i].probability);
    result.value = before + verdict.texts.front().text;
  }
  // What the value leaves is shared out as the net sees it.
  double sum = 0;
  for (auto& [text, probability] : result.alternatives) sum += probability = std::max(probability, 0.001);
  for (auto& [text, probability] : result.alternatives)
    probability *= (1 - result.confidence) / std::max(sum, 1e-9);
  std::stable_sort(result.alternatives.begin(), result.alternatives.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::erase_if(result.alternatives, [](const auto& a) { return a.second < 1e-4; });
  if (lines.empty())
    result.confidence = ink.zone_ink > kSpecks || ink_over_print(ink) > kOverPrint ? kPerhaps
                        : ink.zone_ink > kDirt                                     ? kFaded
                                                                                   : kEmpty;
  return result;
}

std::vector<std::string> looks_at_line(const Form& form, const Field& field, const FieldInk& ink,
                                       const PageSource& source, const LineReaders& readers) {
  const auto lines = lines_of(ink);
  if (lines.size() != 1) return {};
  return LineReader(form, field, ink, source, readers).looks_at(lines.front());
}

}  // namespace mailroom::ocr::reader
