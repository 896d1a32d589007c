#include "ocr/reader/blank_wording.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "ocr/language.h"
#include "ocr/reader/page_language.h"

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

struct Line {
  double top, bottom, height, right;
  std::string text;
};

bool has_letters(std::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
         }) > 1;
}

// Words side by side, as a reader sees them; a gap of more than two heights is another column.
std::vector<Line> lines_of(std::vector<const Word*> words) {
  std::stable_sort(words.begin(), words.end(),
                   [](const Word* a, const Word* b) { return a->zone.x0 < b->zone.x0; });
  std::vector<Line> lines;
  for (const Word* word : words) {
    const Zone& z = word->zone;
    const auto line = std::find_if(lines.begin(), lines.end(), [&](const Line& one) {
      return std::abs(one.top + one.bottom - z.y0 - z.y1) < std::max(one.height, z.height()) &&
             z.x0 - one.right < 2 * one.height;
    });
    if (line == lines.end()) {
      lines.push_back({z.y0, z.y1, z.height(), z.x1, word->text});
    } else {
      line->text += " " + word->text;
      line->right = z.x1;
      line->height = std::max(line->height, z.height());  // "zur" is lower than "Antrag"
    }
  }
  std::erase_if(lines, [](const Line& line) { return !has_letters(line.text); });
  std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.top < b.top; });
  return lines;
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
  std::vector<const Word*> upper;
  for (const Word& word : words) {
    if (has_letters(word.text)) heights.push_back(word.zone.height());
    if (word.zone.y1 < height / 2) upper.push_back(&word);
  }
  if (heights.empty() || upper.empty()) return {};
  std::nth_element(heights.begin(), heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2),
                   heights.end());
  const double usual = heights[heights.size() / 2];
  const std::vector<Line> lines = lines_of(upper);
  const auto tallest = std::max_element(lines.begin(), lines.end(),
                                        [](const Line& a, const Line& b) { return a.height < b.height; });
  if (tallest == lines.end() || tallest->height < kStandsOut * usual) return {};
  std::string title = tallest->text;
  const auto next = tallest + 1;
  if (next != lines.end() && std::abs(next->height - tallest->height) < kSameSize * tallest->height &&
      next->top - tallest->bottom < tallest->height)
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
