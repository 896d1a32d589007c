// Has somebody struck an entry out, scribbled over it or written over a letter? Then it is for a person to
// say what holds. A small net judges what the line net saw (line_net.h), line by line and by what is usual on
// the page: one bold letter is written twice, a page of bold letters is bold. Its word is then weighed
// against what it says of the page's other entries, and against how dark the entry's ink is among them
// (scribbled.h). Pure, thread safe.
#pragma once

#include <limits>
#include <span>
#include <vector>

#include "ocr/reader/field_ink.h"
#include "ocr/reader/line_net.h"

namespace mailroom::ocr::reader {

// What the line net saw of a line's strokes, and which piece of ink stands where.
struct LineStrokes {
  std::vector<float> traits;    // LineSteps::strokes
  double left = 0, scale = 0;   // LinePicture's
  std::vector<Component> line;  // the pieces that the picture shows
};

enum class Alteration {
  none,
  perhaps,  // nobody but a person accepts the entry
  found     // the entry is shown as altered
};

struct JudgedEntry {
  // Logarithm of the odds that some of it was altered; nothing is written if they are infinite.
  double odds = -std::numeric_limits<double>::infinity();
  Alteration alteration = Alteration::none;
  std::vector<int> pieces;  // labels of the pieces in which that shows
};
// Of all entries of a page the lines of each.
std::vector<JudgedEntry> judge_alterations(const LineNet& net,
                                           const std::vector<std::span<const LineStrokes>>& page);

// By the odds of each of a page's entries. A fax that lets ink run makes all of them look written twice: then
// that is no alteration.
std::vector<Alteration> alterations(const std::vector<double>& odds);

}  // namespace mailroom::ocr::reader
