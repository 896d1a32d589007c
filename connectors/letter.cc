#include "connectors/letter.h"

#include "base/text.h"

namespace mailroom::connectors {

namespace {

constexpr size_t kColumns = 76;

std::string_view without_carriage_return(std::string_view line) {
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

bool keeps_break(std::string_view line) {
  return line.size() > 2 && line.substr(line.size() - 2) == "  ";
}

void put_wrapped(std::string& out, std::string_view text, std::string_view first, std::string_view others) {
  bool start = true;
  for (const std::string_view line : split(text, '\n')) {
    out += start ? first : others;
    size_t used = first.size();
    bool fresh = true;
    for (const std::string_view word : split(line, ' ')) {
      const size_t needed = length_in_code_points(word);
      if (!fresh && used + 1 + needed > kColumns) {
        out += "\n";
        out += others;
        used = others.size();
      } else if (!fresh) {
        out += ' ';
        ++used;
      }
      out += word;
      used += needed;
      fresh = false;
    }
    out += "\n";
    start = false;
  }
}

}  // namespace

std::vector<LetterBlock> blocks_of(std::string_view body) {
  using Kind = LetterBlock::Kind;
  std::vector<LetterBlock> blocks;
  bool open = false;  // the last block takes the next line
  bool broken = false;
  for (std::string_view line : split(body, '\n')) {
    line = without_carriage_return(line);
    const std::string text(trim(line));
    if (text.empty()) {
      open = false;
    } else if (line.rfind("# ", 0) == 0) {
      blocks.push_back({Kind::heading, std::string(trim(line.substr(2))), {}});
      open = false;
    } else if (line.rfind("- ", 0) == 0) {
      blocks.push_back({Kind::entry, std::string(trim(line.substr(2))), {}});
      open = true;
    } else if (const size_t tab = text.find('\t'); tab != std::string::npos) {
      blocks.push_back(
          {Kind::row, std::string(trim(text.substr(0, tab))), std::string(trim(text.substr(tab)))});
      open = false;
    } else if (open) {
      const bool keep = broken || (line[0] == ' ' && blocks.back().kind == Kind::paragraph);
      blocks.back().text += (keep ? "\n" : " ") + text;
    } else {
      blocks.push_back({Kind::paragraph, text, {}});
      open = true;
    }
    broken = open && keeps_break(line);
  }
  return blocks;
}

std::string body_as_text(std::string_view body) {
  std::string out;
  const auto blocks = blocks_of(body);
  for (size_t i = 0; i < blocks.size(); ++i) {
    const LetterBlock& block = blocks[i];
    const bool list = block.kind == LetterBlock::Kind::entry || block.kind == LetterBlock::Kind::row;
    if (i > 0 && !(list && blocks[i - 1].kind == block.kind)) out += "\n";
    switch (block.kind) {
      case LetterBlock::Kind::heading:
        put_wrapped(out, block.text, "", "");
        out += std::string(std::min(kColumns, length_in_code_points(block.text)), '-') + "\n";
        break;
      case LetterBlock::Kind::entry:
        put_wrapped(out, block.text, "- ", "  ");
        break;
      case LetterBlock::Kind::row: {
        const size_t width = length_in_code_points(block.text);
        out += "  " + block.text + std::string(width < 40 ? 40 - width : 2, ' ') + block.right + "\n";
        break;
      }
      case LetterBlock::Kind::paragraph:
        put_wrapped(out, block.text, "", "");
        break;
    }
  }
  return out;
}

std::string set_as_text(const Letter& letter) {
  std::string out;
  for (const auto& line : letter.sender) out += line + "\n";
  if (!letter.sender.empty()) out += "\n";
  for (const auto& line : letter.address) out += line + "\n";
  if (!letter.address.empty()) out += "\n";
  out += letter.date + "\nOur reference: " + letter.reference + "\n\n";
  if (!letter.subject.empty()) put_wrapped(out, letter.subject, "", ""), out += "\n";
  return out + body_as_text(letter.body);
}

}  // namespace mailroom::connectors
