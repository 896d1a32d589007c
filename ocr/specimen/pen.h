// How a writer's line gets onto the paper: typed evenly, hammered by a typewriter, or written by hand; and
// how he takes it back.
#pragma once

#include <string>

#include "ocr/specimen/filling.h"
#include "ocr/specimen/ink_layer.h"
#include "ocr/specimen/random.h"
#include "ocr/specimen/writer.h"

namespace mailroom::ocr::specimen {

Face face_of(const Writer& writer, double size);

// Size at which the text is at most `width` points wide: `wanted` or smaller.
double fitted_size(const std::string& text, const Writer& writer, double wanted, double width, InkLayer& ink);

// One line with its baseline beginning at `at`.
void write_line(const std::string& text, const Writer& writer, double size, Point at, Random& random,
                InkLayer& ink);

// A mark in a box, and one taken back by scribbling over it.
void draw_mark(const Zone& box, const Writer& writer, Random& random, InkLayer& ink);
void scribble_out(const Zone& box, const Writer& writer, Random& random, InkLayer& ink);
// Strikes out a text that reaches from x0 to x1.
void strike(Alteration how, double x0, double x1, double baseline, double size, const Writer& writer,
            Random& random, InkLayer& ink);
// A line or two through a mark, as wide as the box and more.
void strike_mark(const Zone& box, bool twice, const Writer& writer, Random& random, InkLayer& ink);

}  // namespace mailroom::ocr::specimen
