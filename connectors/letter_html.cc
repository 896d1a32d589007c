// A letter's text as HTML for mail: plain elements, no style, nothing fetched from anywhere. What comes from
// a form is text here too and never markup.
#include "base/text.h"
#include "connectors/letter.h"

namespace mailroom::connectors {

namespace {

using Kind = LetterBlock::Kind;

std::string escaped(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\n':
        safe += "<br>\n";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

const char* opening(Kind kind) {
  return kind == Kind::entry ? "<ul>\n" : kind == Kind::row ? "<table>\n" : "";
}
const char* closing(Kind kind) {
  return kind == Kind::entry ? "</ul>\n" : kind == Kind::row ? "</table>\n" : "";
}

std::string element(const LetterBlock& block) {
  const std::string text = escaped(block.text);
  switch (block.kind) {
    case Kind::heading:
      return "<h2>" + text + "</h2>\n";
    case Kind::entry:
      return "<li>" + text + "</li>\n";
    case Kind::row:
      return "<tr><th align=\"left\">" + text + "</th><td>" + escaped(block.right) + "</td></tr>\n";
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
