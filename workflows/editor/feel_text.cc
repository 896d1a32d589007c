#include "workflows/editor/feel_text.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "base/text.h"

namespace mailroom::workflows::editor {

namespace {

bool begins_name(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) || c == '_' ||
         (static_cast<unsigned char>(c) & 0x80) != 0;
}
bool is_of_name(char c) {
  return begins_name(c) || std::isdigit(static_cast<unsigned char>(c));
}

bool is_expression(const Key& key) {
  switch (key.type) {
    case KeyType::expression:
    case KeyType::tests:
    case KeyType::any:
      return true;
    case KeyType::either:
      return std::any_of(key.items.begin(), key.items.end(), is_expression);
    default:
      return false;
  }
}

}  // namespace

Writing writing_at(const std::vector<Crumb>& way) {
  const Key* key = way.back().key;
  const bool is_cell =
      way.size() > 3 && way[1].name == "decisions" &&
      std::any_of(way.begin(), way.end(), [](const Crumb& crumb) { return crumb.name == "rules"; });
  if (is_cell && (way.back().name.empty() || !key)) return Writing::expression;
  if (!key) return Writing::plain;
  if (key->type == KeyType::wording) return Writing::wording;
  return is_expression(*key) ? Writing::expression : Writing::plain;
}

std::vector<Piece> feel_pieces(std::string_view text, Writing writing) {
  if (writing == Writing::plain) return {};
  if (writing == Writing::expression) return {{0, text.size()}};
  std::vector<Piece> pieces;
  for (size_t open = text.find("{{"); open != std::string_view::npos; open = text.find("{{", open)) {
    const size_t close = std::min(text.find("}}", open), text.size());
    pieces.push_back({open + 2, close});
    open = close;
  }
  return pieces;
}

std::optional<FeelSpot> feel_at(const Spot& spot) {
  if (spot.part != Spot::Part::value) return std::nullopt;
  for (const Piece& piece : feel_pieces(spot.text, writing_at(spot.way))) {
    if (spot.at >= piece.begin && spot.at <= piece.end)
      return FeelSpot{spot.text.substr(piece.begin, piece.end - piece.begin), spot.at - piece.begin};
  }
  return std::nullopt;
}

std::vector<UsedName> used_names(std::string_view feel) {
  std::vector<UsedName> names;
  std::string owner;  // of the name that comes next, if it is a member's
  for (size_t i = 0; i < feel.size();) {
    const char c = feel[i];
    if (c == '"') {
      for (++i; i < feel.size() && feel[i] != '"'; ++i) i += feel[i] == '\\' ? 1 : 0;
      ++i;
      owner.clear();
    } else if (c == '/' && i + 1 < feel.size() && feel[i + 1] == '/') {
      i = std::min(feel.find('\n', i), feel.size());
    } else if (c == '/' && i + 1 < feel.size() && feel[i + 1] == '*') {
      i = std::min(feel.find("*/", i), feel.size() - 2) + 2;
    } else if (begins_name(c)) {
      size_t end = i;
      while (end < feel.size() && is_of_name(feel[end])) ++end;
      UsedName used{i, std::string(feel.substr(i, end - i)), std::exchange(owner, {})};
      size_t next = end;
      while (next < feel.size() && std::isspace(static_cast<unsigned char>(feel[next]))) ++next;
      if (next < feel.size() && feel[next] == '.' && feel.substr(next, 2) != "..") {
        owner = used.owner.empty() ? used.name : used.owner + "." + used.name;
        end = next + 1;
        while (end < feel.size() && std::isspace(static_cast<unsigned char>(feel[end]))) ++end;
      }
      const bool is_label = next < feel.size() && feel[next] == ':';
      if (!is_label) names.push_back(std::move(used));
      i = end;
    } else if (std::isdigit(static_cast<unsigned char>(c))) {
      while (i < feel.size() && (is_of_name(feel[i]))) ++i;
    } else {
      // "payslips[1].net_pay": the member is the list's.
      if (c == '[' && owner.empty() && !names.empty()) {
        const size_t close = feel.find(']', i);
        if (close != std::string_view::npos && close + 1 < feel.size() && feel[close + 1] == '.' &&
            names.back().at + names.back().name.size() == i) {
          const UsedName list = names.back();
          const std::vector<UsedName> inside = used_names(feel.substr(i + 1, close - i - 1));
          for (UsedName one : inside) {
            one.at += i + 1;
            names.push_back(std::move(one));
          }
          owner = list.owner.empty() ? list.name : list.owner + "." + list.name;
          i = close + 2;
          continue;
        }
      }
      if (!std::isspace(static_cast<unsigned char>(c))) owner.clear();
      ++i;
    }
  }
  return names;
}

std::optional<UsedName> name_before(std::string_view feel, size_t end) {
  // As if one more letter were typed: also after "claim." there is a name then.
  std::string typed(feel.substr(0, end));
  typed += 'x';
  std::vector<UsedName> names = used_names(typed);
  if (names.empty() || names.back().at + names.back().name.size() != typed.size()) return std::nullopt;
  names.back().name.pop_back();
  return std::move(names.back());
}

std::optional<UsedName> name_around(std::string_view feel, size_t at) {
  for (UsedName& used : used_names(feel)) {
    if (at >= used.at && at <= used.at + used.name.size()) return std::move(used);
  }
  return std::nullopt;
}

}  // namespace mailroom::workflows::editor
