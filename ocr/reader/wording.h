// Where a wording ("Registration No.") stands on a page. Compared by letters and figures alone: case, blanks
// and punctuation are folded. On recognised words a few of the wording's letters may have been misread
// (approximate string matching: Sellers, J. Algorithms 1980). Pure, thread safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ocr/reader/word_lines.h"

namespace mailroom::ocr::reader {

// Letters and figures, in lower case as far as they are ASCII.
std::string folded_letters(std::string_view text);

// Whether it is a sign by itself: "(£)", ":", or what recognition makes of a speck and of a rule's rest. A
// minus says something.
bool says_nothing(const Word& word);

// Of a wording of so many letters, how many may be misread, left out or too much: none in a short one, which
// would then be another ("net pay", "met pay").
int misreadings_allowed(size_t letters);

// Words of a line that are such a wording, and with how many misreadings.
struct Span {
  size_t line = 0, begin = 0, end = 0;  // words
  int errors = 0;
};

// `lines` must outlive it.
class PageWordings {
 public:
  // `recognised`: misreadings are to be expected.
  PageWordings(const std::vector<Line>& lines, bool recognised);

  // All places of the wording with the fewest misreadings, from the top; they begin and end with whole words.
  std::vector<Span> find(std::string_view wording) const;
  // Where else it may stand, misread worse than there; the likeliest first.
  std::vector<Span> find_worse(std::string_view wording) const;

 private:
  struct Letters {
    std::string text;            // of a line
    std::vector<size_t> begins;  // where in it each word begins; and its end
  };
  std::vector<Span> find_all(std::string_view wording) const;
  void find_in(size_t line, const std::string& wanted, int allowed, std::vector<Span>& found) const;

  std::vector<Letters> letters_;
  bool recognised_;
};

}  // namespace mailroom::ocr::reader
