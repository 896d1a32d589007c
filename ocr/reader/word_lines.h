// A page's words in lines, as people read them: a crooked or tilted page's lines are levelled first, wide
// gaps end a cell. Pure, thread safe. Places in points of the page.
#pragma once

#include <string>
#include <vector>

#include "ocr/reader/page.h"

namespace mailroom::ocr::reader {

// Words in lines from the top, each line from the left. Points into the words it was made of.
using Line = std::vector<const Word*>;
std::vector<Line> lines_of(const std::vector<Word>& words);
// How far down lines go for each point to the right; 0 if the words do not tell.
double slope_of_lines(const std::vector<Word>& words);
// A line of text for each line, wide gaps kept as a tab.
std::string text_of(const std::vector<Line>& lines);

double height_of(const Word& word);
// Whether the words are so far apart that they stand in two cells.
bool is_gap(const Word& left, const Word& right);
// The end of the cell that begins at word `begin` of the line.
size_t cell_end(const Line& line, size_t begin);

// The words from `begin` to before `end`, with a blank between them.
std::string text_of(const Line& line, size_t begin, size_t end);

// What both take up.
Zone together(const Zone& a, const Zone& b);
// What the words from `begin` to before `end` take up together.
Zone zone_of(const Line& line, size_t begin, size_t end);

}  // namespace mailroom::ocr::reader
