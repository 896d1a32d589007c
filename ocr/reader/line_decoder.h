// From a line net's steps to texts: the likeliest ones with their probabilities, by prefix beam search
// (Graves and Jaitly, ICML 2014; Hannun et al. 2014). Pure, thread safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ocr/reader/line_net.h"

namespace mailroom::ocr::reader {

struct LineText {
  std::string text;        // ends trimmed
  double probability = 0;  // given that only allowed characters can stand there
};

struct LineTexts {
  std::vector<LineText> texts;  // likeliest first; empty if nothing was seen
  // The most that any step gave to characters that cannot stand there: near 1, what is written is something
  // else than the field is for.
  double outside = 0;
};

// `alphabet`: the characters that may stand there, and the blank between words is always one; empty: all.
LineTexts decode(const LineSteps& line, const std::vector<std::string>& characters, std::string_view alphabet,
                 size_t most = 6);

// A character of a text that is looked for: one of several classes, or any; where it may be left out, none.
struct WantedCharacter {
  std::vector<uint8_t> classes;  // empty: any
  bool may_be_left_out = false;
};
// How likely a line says such a text.
double likelihood(const LineSteps& line, const std::vector<WantedCharacter>& text);

}  // namespace mailroom::ocr::reader
