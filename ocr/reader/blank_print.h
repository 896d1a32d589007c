// What a blank's printed words are to the places where one writes: their labels, their numbers, signs beside
// amounts. Pure; points.
#pragma once

#include <vector>

#include "ocr/reader/page.h"

namespace mailroom::ocr::reader {

// A word as print that stands in the way.
struct Print {
  Zone zone;
  bool is_money = false;   // a currency's sign
  bool is_sign = false;    // brackets, currency and arithmetic beside an amount
  bool is_leader = false;  // dots that lead to the field
  bool is_figure = false;  // a line's number: "12", "4b"
  bool ends_sentence = false;
  bool is_signature = false;
  bool points_on = false;  // an arrow or a colon: what follows is to be filled in
};

std::vector<Print> prints_of(const std::vector<Word>& words);

}  // namespace mailroom::ocr::reader
