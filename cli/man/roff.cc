#include "cli/man/roff.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"

namespace mailroom::cli {

namespace {

// Nothing that a reader of the page typed by hand may be an escape or a request; '-' is the sign that one
// types, not a hyphen.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '\'') {
      out += "\\(aq";
    } else if (c == '^') {
      out += "\\(ha";
    } else if (c == '~') {
      out += "\\(ti";
    } else if (c == '`') {
      out += "\\(ga";
    } else {
      out += c;
    }
  }
  return out;
}

// One line of text, with what stands in backticks set in bold.
std::string line_of(std::string_view text) {
  std::string out;
  bool is_code = false;
  const std::vector<std::string_view> parts = split(text, '`');
  for (size_t i = 0; i < parts.size(); ++i, is_code = !is_code) {
    if (i > 0) out += is_code ? "\\fB" : "\\fR";
    out += escaped(parts[i]);
  }
  if (parts.size() % 2 == 0) out += "\\fR";
  // A line that begins with a dot would be a request.
  return (out.rfind('.', 0) == 0 ? "\\&" : "") + out + "\n";
}

std::string capitals(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::toupper(c); });
  return out;
}

std::string in_quotes(std::string_view text) {
  return "\"" + replace_all(escaped(text), "\"", "\\(dq") + "\"";
}

}  // namespace

Roff::Roff(std::string_view name, std::string_view section, std::string_view summary) {
  text_ = ".TH " + in_quotes(capitals(name)) + " " + in_quotes(section) + " \"\" " +
          in_quotes("Mailroom " MAILROOM_VERSION) + " \"Mailroom\"\n.nh\n.ad l\n.SH NAME\n" + escaped(name) +
          " \\- " + escaped(summary) + "\n";
}

Roff& Roff::heading(std::string_view text) {
  text_ += ".SH " + in_quotes(text) + "\n";
  return *this;
}

Roff& Roff::subheading(std::string_view text) {
  text_ += ".SS " + in_quotes(text) + "\n";
  return *this;
}

Roff& Roff::paragraph(std::string_view text) {
  text_ += ".PP\n" + line_of(text);
  return *this;
}

Roff& Roff::term(std::string_view name, std::string_view text) {
  text_ += ".TP\n\\fB" + escaped(name) + "\\fR\n" + line_of(text.empty() ? " " : text);
  return *this;
}

Roff& Roff::command(std::string_view line) {
  text_ += ".PP\n.nf\n.RS 4\n\\fB" + escaped(line) + "\\fR\n.RE\n.fi\n";
  return *this;
}

}  // namespace mailroom::cli
