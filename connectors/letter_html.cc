// A letter's text as HTML for mail: plain elements, no style, nothing fetched from anywhere. What comes from
// a form is text here too and never markup.
#include "connectors/html_template.h"
#include "connectors/letter.h"

namespace mailroom::connectors {

namespace {

using Kind = LetterBlock::Kind;

const char* opening(Kind kind) {
  return kind == Kind::entry ? "<ul>\n" : kind == Kind::row ? "<table>\n" : "";
}
const char* closing(Kind kind) {
  return kind == Kind::entry ? "</ul>\n" : kind == Kind::row ? "</table>\n" : "";
}

std::string element(const LetterBlock& block) {
  const std::string text = html_escaped(block.text);
  switch (block.kind) {
    case Kind::heading:
      return "<h2>" + text + "</h2>\n";
    case Kind::entry:
      return "<li>" + text + "</li>\n";
    case Kind::row:
      return "<tr><th align=\"left\">" + text + "</th><td>" + html_escaped(block.right) + "</td></tr>\n";
    case Kind::paragraph:
      break;
  }
  return "<p>" + text + "</p>\n";
}

}  // namespace

std::string body_as_html(std::string_view body) {
  std::string html =
      "<!DOCTYPE html>\n<html>\n<head><meta charset=\"utf-8\"></head>\n"
      "<body dir=\"auto\">\n";
  Kind open = Kind::paragraph;
  for (const LetterBlock& block : blocks_of(body)) {
    if (block.kind != open) html += closing(open), html += opening(block.kind);
    open = block.kind;
    html += element(block);
  }
  html += closing(open);
  return html + "</body>\n</html>\n";
}

}  // namespace mailroom::connectors
