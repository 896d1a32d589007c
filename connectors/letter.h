// A letter as an office writes it, and how it is set: as text of 76 columns, or as an A4 PDF. Pure values and
// functions; thread safe.
//
// The body is marked up lightly: paragraphs are separated by empty lines, their lines are joined; "# " begins
// a heading, "- " an entry of a list; a line with a tab is a row of two columns; a line that ends with two
// blanks, or that begins with one, keeps its line break.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mailroom::connectors {

struct Letter {
  std::vector<std::string> sender;   // letterhead
  std::vector<std::string> address;  // to whom
  std::string date;                  // "23 November 2026"
  std::string reference;             // the case's number
  std::string subject;               // may be empty
  std::string body;
};

struct LetterBlock {
  enum class Kind { heading, paragraph, entry, row } kind = Kind::paragraph;
  std::string text;   // line breaks that stay are '\n'
  std::string right;  // row: the second column
};
std::vector<LetterBlock> blocks_of(std::string_view body);

std::string set_as_text(const Letter& letter);
// The body alone, as it goes into a mail: in 76 columns, and as a page of plain HTML.
std::string body_as_text(std::string_view body);
std::string body_as_html(std::string_view body);
// A4 with the address where a C5/6 window shows it (ISO 216; address field as in DIN 5008 form B). Shaped by
// Pango, so any script comes out right where a font has it. Text stays text: it can be searched and read
// aloud.
std::string set_as_pdf(const Letter& letter);

}  // namespace mailroom::connectors
