// A page's text layer, letter by letter, held against a blank: which letters are the blank's own print, and
// which somebody added. Letters, not words: what is filled in often touches what is printed, and the words
// then run together.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ocr/form.h"
#include "ocr/reader/page.h"

namespace mailroom::ocr::reader {

// From the blank's points to the page's: printing "to fit" scales and shifts. Nothing else happens to a text
// layer.
struct Fit {
  double scale_x = 1, scale_y = 1, offset_x = 0, offset_y = 0;
  Zone operator()(const Zone& z) const {
    return {z.x0 * scale_x + offset_x, z.y0 * scale_y + offset_y, z.x1 * scale_x + offset_x,
            z.y1 * scale_y + offset_y};
  }
};

struct Letter {
  uint32_t code = 0;
  Zone zone;
  int word = 0;  // index of the word it came in
  double x() const { return (zone.x0 + zone.x1) / 2; }
  double y() const { return (zone.y0 + zone.y1) / 2; }
};

class TextPage {
 public:
  explicit TextPage(const std::vector<Word>& words);  // they must outlive it

  const std::vector<Letter>& letters() const { return letters_; }

  // Where the blank's words stand on this page, judged by words that both have exactly once; the identity if
  // there are too few.
  Fit fit(const std::vector<BlankWord>& print) const;

  // How much of the blank is on the page, in letters.
  struct Match {
    int found = 0, missing = 0;
    int missing_words = 0;
    std::vector<bool> is_print;  // by letter: the blank's own
  };
  Match match(const std::vector<BlankWord>& print, const Fit& fit) const;
  // Letters whose middle is inside, in reading order.
  std::vector<size_t> inside(const Zone& zone) const;

 private:
  void find_inside(const Zone& zone, std::vector<size_t>& found) const;

  struct WordOnce {
    size_t index;      // of such words
    const Zone* zone;  // null: it is there more than once
  };
  std::unordered_map<std::string_view, WordOnce> once_;
  std::vector<Letter> letters_;
  std::vector<std::vector<size_t>> rows_;  // letters by the row of their middle
};

}  // namespace mailroom::ocr::reader
