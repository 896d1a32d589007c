// What a page of a blank has printed, word by word. A thousand templates have a million words, and whoever
// reads a page looks at those of a few: so they are kept packed, in memory or in the compiled file that is
// mapped (ocr/compiled_forms.h), and unpacked when they are asked for.
//
// A value, cheap to copy, immutable, safe to share between threads. It keeps alive what it lies in.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/zone.h"

namespace mailroom::ocr {

struct BlankWord {
  std::string text;
  Zone zone;
};

class PrintedWords {
 public:
  PrintedWords() = default;  // none
  explicit PrintedWords(const std::vector<BlankWord>& words);
  // `packed`, as packed() gave it once, lies in what `owner` keeps alive. It may be damaged: then it holds
  // none.
  PrintedWords(std::string_view packed, std::shared_ptr<const void> owner);

  std::vector<BlankWord> list() const;
  bool is_damaged() const;
  std::string_view packed() const { return packed_; }  // a whole number of 8 bytes

 private:
  std::string_view packed_;
  std::shared_ptr<const void> owner_;
};

}  // namespace mailroom::ocr
