#include "daemon/sql_dialect.h"

#include <array>

namespace mailroom::daemon {

namespace {

struct Word {
  std::string_view written, sqlite, postgres;
};

// The longest of those that begin alike comes first.
constexpr std::array kWords = {
    Word{"FOR UPDATE SKIP LOCKED", "", "FOR UPDATE SKIP LOCKED"},
    Word{"FOR UPDATE", "", "FOR UPDATE"},
    Word{"WITHOUT ROWID", "WITHOUT ROWID", ""},
    Word{"INTEGER", "INTEGER", "bigint"},
    Word{"TEXT", "TEXT", "text COLLATE \"C\""},
    Word{"BLOB", "BLOB", "bytea"},
};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

const Word* word_at(std::string_view sql, size_t at) {
  if (at > 0 && is_letter(sql[at - 1])) return nullptr;
  for (const Word& word : kWords) {
    const size_t end = at + word.written.size();
    if (sql.substr(at, word.written.size()) == word.written && (end >= sql.size() || !is_letter(sql[end])))
      return &word;
  }
  return nullptr;
}

}  // namespace

std::string in_dialect(Dialect dialect, std::string_view sql) {
  std::string text;
  text.reserve(sql.size() + 32);
  int parameters = 0;
  bool quoted = false;
  for (size_t i = 0; i < sql.size(); ++i) {
    if (sql[i] == '\'') quoted = !quoted;
    if (quoted) {
      text += sql[i];
    } else if (const Word* word = word_at(sql, i)) {
      text += dialect == Dialect::sqlite ? word->sqlite : word->postgres;
      i += word->written.size() - 1;
    } else if (sql[i] == '?' && dialect == Dialect::postgres) {
      text += '$';
      const bool numbered = i + 1 < sql.size() && sql[i + 1] >= '1' && sql[i + 1] <= '9';
      if (!numbered) text += std::to_string(++parameters);
    } else {
      text += sql[i];
    }
  }
  return text;
}

}  // namespace mailroom::daemon
