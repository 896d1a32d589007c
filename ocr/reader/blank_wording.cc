#include "ocr/reader/blank_wording.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "ocr/language.h"
#include "ocr/reader/page_language.h"
#include "ocr/reader/word_lines.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kStandsOut = 1.25;  // times the usual height of the page's words
constexpr double kSameSize = 0.2;    // of a height: lines of one title
constexpr size_t kLongestTitle = 100;

struct Country {
  std::string_view tag, pack, locale;
};
constexpr Country kCountries[] = {{"en", kEnglish, ""},   {"de", "deu", "de-DE"}, {"fr", "fra", "fr-FR"},
                                  {"es", "spa", "es-ES"}, {"pl", "pol", "pl-PL"}, {"cy", "cym", ""}};

// A cell of a line of print, and how high its tallest word is.
struct Cell {
  Zone zone;
  double height = 0;
  std::string text;
};

bool has_letters(std::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
         }) > 1;
}

// From the top.
std::vector<Cell> cells_of(const std::vector<Word>& words) {
  std::vector<Cell> cells;
  for (const Line& line : lines_of(words)) {
    for (size_t begin = 0, end = 0; begin < line.size(); begin = end) {
      end = cell_end(line, begin);
      Cell cell{zone_of(line, begin, end), 0, text_of(line, begin, end)};
      for (size_t i = begin; i < end; ++i) cell.height = std::max(cell.height, height_of(*line[i]));
      if (has_letters(cell.text)) cells.push_back(std::move(cell));
    }
  }
  return cells;
}

}  // namespace

bool is_made_up_title(std::string_view title) {
  const std::string text = to_lower_ascii(trim(title));
  if (text.empty() || text == "untitled" || text == "document" || text.starts_with("microsoft word"))
    return true;
  const size_t dot = text.rfind('.');
  const std::string_view ending = dot == std::string::npos ? "" : std::string_view(text).substr(dot + 1);
  constexpr std::string_view kFiles[] = {"doc", "docx", "odt",  "pdf", "indd",
                                         "rtf", "xls",  "xlsx", "tif", "fm"};
  return std::find(std::begin(kFiles), std::end(kFiles), ending) != std::end(kFiles);
}

std::string printed_title(const std::vector<Word>& words, double height) {
  std::vector<double> heights;
  std::vector<Word> upper;
  for (const Word& word : words) {
    if (has_letters(word.text)) heights.push_back(height_of(word));
    if (word.zone.y1 < height / 2) upper.push_back(word);
  }
  if (heights.empty() || upper.empty()) return {};
  const auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
  std::nth_element(heights.begin(), middle, heights.end());
  const std::vector<Cell> cells = cells_of(upper);
  const auto tallest = std::max_element(cells.begin(), cells.end(),
                                        [](const Cell& a, const Cell& b) { return a.height < b.height; });
  if (tallest == cells.end() || tallest->height < kStandsOut * *middle) return {};
  std::string title = tallest->text;
  const auto next = tallest + 1;
  if (next != cells.end() && std::abs(next->height - tallest->height) < kSameSize * tallest->height &&
      next->zone.y0 - tallest->zone.y1 < tallest->height)
    title += " " + next->text;
  return title.size() > kLongestTitle ? std::string() : fold_space(title);
}

Tongue tongue_of_tag(std::string_view tag) {
  const std::string_view primary = tag.substr(0, tag.find('-'));
  const std::string whole = tag.size() == 5 ? std::string(tag) : std::string();
  for (const Country& one : kCountries)
    if (one.tag == to_lower_ascii(primary))
      return {std::string(one.pack), whole.empty() ? std::string(one.locale) : whole};
  return {std::string(kEnglish), whole};
}

Tongue tongue_of_print(const std::vector<Word>& words) {
  std::vector<std::string> packs;
  for (const Country& one : kCountries) packs.emplace_back(one.pack);
  const std::string likeliest = likeliest_language(words, packs);
  for (const Country& one : kCountries)
    if (one.pack == likeliest) return {likeliest, std::string(one.locale)};
  return {};
}

}  // namespace mailroom::ocr::reader
