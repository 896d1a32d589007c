// Pages of words for tests, without any picture.
#pragma once

#include <string>
#include <vector>

#include "ocr/reader/page.h"

namespace mailroom::ocr::reader {

// Words of a page, set in rows of 12 points with 5 points a letter; '|' is a wide gap. `slope`: how far a row
// falls per point.
inline std::vector<Word> page_of(const std::vector<std::string>& rows, double slope = 0) {
  std::vector<Word> words;
  double y = 20;
  for (const std::string& row : rows) {
    double x = 40;
    std::string word;
    const auto end_word = [&] {
      if (word.empty()) return;
      const double width = 5.0 * static_cast<double>(word.size()), fall = slope * x;
      words.push_back({word, {x, y + fall, x + width, y + fall + 8}, 0.9, {}});
      x += width;
      word.clear();
    };
    for (const char c : row) {
      if (c != ' ' && c != '|') {
        word += c;
        continue;
      }
      end_word();
      x += c == '|' ? 40 : 4;
    }
    end_word();
    y += 12;
  }
  return words;
}

}  // namespace mailroom::ocr::reader
