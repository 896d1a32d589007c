#include "connectors/batch_text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

#include "base/local_time.h"
#include "base/text.h"
#include "connectors/settings.h"

namespace mailroom::connectors {

namespace {

constexpr std::array kWords = {std::string_view("number"), std::string_view("count"), std::string_view("sum"),
                               std::string_view("date"), std::string_view("time")};

Value value_of(std::string_view word, const BatchTotals& totals, bool has_picture) {
  if (word == "number") return totals.number;
  if (word == "count") return totals.count;
  if (word == "sum") return totals.sum ? Value(*totals.sum) : Value();
  if (word == "date") return local_date(totals.made);
  const std::string time = office_time(totals.made);
  return has_picture ? replace_all(time, ":", "") : time;
}

}  // namespace

std::string office_time(Instant instant) {
  const std::tm parts = local_time(instant);
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%02d:%02d:%02d", parts.tm_hour, parts.tm_min, parts.tm_sec);
  return text.data();
}

BatchText::BatchText(std::string_view text, std::string_view key) {
  const auto wrong = [&](std::string_view inside) {
    return setting_invalid(key,
                           "{number}, {count}, {sum}, {date} or {time}, each with a picture if it needs one "
                           "({count:9(7)}), not '{" +
                               std::string(inside) + "}'");
  };
  while (!text.empty()) {
    const size_t open = text.find('{');
    if (open != 0) pieces_.push_back({std::string(text.substr(0, open)), ""});
    if (open == std::string_view::npos) break;
    const size_t close = text.find('}', open);
    if (close == std::string_view::npos) throw wrong(text.substr(open + 1));
    const std::string_view inside = text.substr(open + 1, close - open - 1);
    const size_t colon = inside.find(':');
    Piece piece{"", std::string(inside.substr(0, colon))};
    if (std::find(kWords.begin(), kWords.end(), piece.word) == kWords.end()) throw wrong(inside);
    if (colon != std::string_view::npos) {
      piece.picture = PictureClause::parse(inside.substr(colon + 1));
      if (!piece.picture) throw wrong(inside);
    }
    pieces_.push_back(std::move(piece));
    text.remove_prefix(close + 1);
  }
}

bool BatchText::names(std::string_view word) const {
  return std::any_of(pieces_.begin(), pieces_.end(), [&](const Piece& one) { return one.word == word; });
}

PictureClause::Written BatchText::written(const BatchTotals& totals,
                                          const PictureClause::Signs& signs) const {
  PictureClause::Written made;
  for (const Piece& piece : pieces_) {
    if (piece.word.empty()) {
      made.text += piece.text;
      continue;
    }
    const Value value = value_of(piece.word, totals, piece.picture.has_value());
    if (!piece.picture) {
      made.text += to_display(value);
      continue;
    }
    PictureClause::Written one = piece.picture->written(value, signs);
    if (!one.trouble.empty()) return {"", "{" + piece.word + "} does not fit its picture: " + one.trouble};
    made.text += one.text;
  }
  return made;
}

BatchText batch_name(const Context& settings, const std::string& otherwise) {
  const std::string text = text_at(settings, "batch.name", otherwise);
  BatchText name(text, "batch.name");
  const bool is_one_name = text.find_first_of("/\\") == std::string::npos && !text.starts_with('.');
  if (!is_one_name || !name.names("number") || name.names("sum") || name.names("count"))
    throw setting_invalid(
        "batch.name", "a file's name with {number} in it, and {date} if you like: awards-{number:9(6)}.csv");
  written_name(name, {});
  return name;
}

std::string written_name(const BatchText& name, const BatchTotals& opened) {
  const PictureClause::Written written = name.written(opened);
  if (!written.trouble.empty()) throw setting_invalid("batch.name", "a wider picture: " + written.trouble);
  return written.text;
}

}  // namespace mailroom::connectors
