// Printed barcodes (by zxing-cpp's writers): modules that are drawn with ink, so that they meet the paper and
// the scanner like everything else on the sheet. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "ocr/expected_code.h"
#include "ocr/specimen/ink_layer.h"

namespace mailroom::ocr::specimen {

// Without the quiet zone around it.
struct PrintedCode {
  int width = 0, height = 0;  // modules; bars have a height of one
  std::vector<bool> dark;     // rows from the top

  bool is_dark(int x, int y) const {
    return dark[static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x)];
  }
  bool is_bars() const { return height == 1; }
};

// Error{usage, "wrong_use"} if such a code cannot hold the text.
PrintedCode encode(CodeKind kind, const std::string& text);

// With its top left corner at `at`, `module` points wide; `bars` is the height of bars, in points.
void draw_code(const PrintedCode& code, Point at, double module, double bars, InkLayer& ink);

}  // namespace mailroom::ocr::specimen
