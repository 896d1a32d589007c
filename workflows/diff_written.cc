#include "workflows/diff_written.h"

#include <algorithm>

#include "base/text.h"
#include "workflows/feel/lexer.h"
#include "workflows/feel/text_of.h"
#include "workflows/identifier_functions.h"

namespace mailroom::workflows {

namespace {

std::string joined_tokens(std::string_view feel) {
  std::vector<feel::Problem> problems;
  std::string text;
  for (const feel::Token& token : feel::tokenize(feel, problems)) {
    if (token.kind == feel::Token::Kind::end) break;
    if (!text.empty()) text += ' ';
    text += token.kind == feel::Token::Kind::text ? feel::literal_text(Value(token.text)) : token.text;
  }
  return problems.empty() ? text : fold_space(feel);
}

// 120 and 120.00 are one threshold.
std::string bound(const Value& value) {
  std::string text = feel::literal_text(value);
  if (!value.is(Value::Kind::number) || text.find('.') == std::string::npos) return text;
  if (text.find_first_of("eE") != std::string::npos) return text;
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

// The values that pass, in one form for all ways of writing them; empty if that is not known.
std::string passing(std::string_view text) {
  feel::Scope scope(workflow_functions());
  scope.set_open(true);
  const auto compiled = feel::Expression::parse_unary_tests(text, scope);
  const auto set = compiled ? compiled->passing() : std::nullopt;
  if (!set || set->empty()) return {};
  std::string all = std::string(kind_name(set->kind()));
  for (const feel::Interval& one : set->intervals()) {
    all += one.low_included ? " [" : " (";
    all += (one.low.is_null() ? "" : bound(one.low)) + ".." + (one.high.is_null() ? "" : bound(one.high));
    all += one.high_included ? "]" : ")";
  }
  return all;
}

std::string under(const std::string& path, const std::string& name) {
  return path.empty() ? name : path + "." + name;
}

std::string item(const std::string& path, size_t index) {
  return path + "[" + std::to_string(index + 1) + "]";
}

Written worded(const std::vector<Content::Piece>& pieces) {
  Written text;
  for (const Content::Piece& piece : pieces) {
    const Written value = formula(piece.formula);
    text.shown += piece.formula ? "{{ " + value.shown + " }}" : piece.text;
    text.meaning += piece.formula ? "{{ " + value.meaning + " }}" : piece.text;
    if (text.place.line == 0) text.place = value.place;
  }
  text.meaning += '.';  // an empty text is not nothing
  return text;
}

// Of two texts of several lines the first in which they differ.
void keep_first_difference(std::string& before, std::string& now) {
  if (before.find('\n') == std::string::npos && now.find('\n') == std::string::npos) return;
  const auto old_lines = split(before, '\n'), new_lines = split(now, '\n');
  size_t at = 0;
  while (at < old_lines.size() && at < new_lines.size() && old_lines[at] == new_lines[at]) ++at;
  const auto line = [&](const std::vector<std::string_view>& lines) {
    return at < lines.size() ? fold_space(lines[at]) : std::string();
  };
  std::string old_line = line(old_lines), new_line = line(new_lines);
  before = std::move(old_line);
  now = std::move(new_line);
}

}  // namespace

Written plain(std::string text, Place place) {
  return {text, text.empty() ? "" : text + ".", std::move(place)};
}

Written expression(std::string_view feel, Place place) {
  return {fold_space(feel), joined_tokens(feel), std::move(place)};
}

Written formula(const std::optional<Formula>& formula) {
  return formula ? expression(formula->expression.text(), formula->place) : Written();
}

Written tests(const dmn::Cell& cell) {
  Written made = expression(cell.text, cell.place);
  if (std::string set = passing(cell.text); !set.empty()) made.meaning = std::move(set);
  return made;
}

Written period(const std::optional<Period>& period) {
  return period ? plain(to_string(*period)) : Written();
}

void add_leaves(Leaves& leaves, const std::string& path, const Content& content) {
  using Kind = Content::Kind;
  switch (content.kind) {
    case Kind::literal:
      if (!content.literal.is_null()) leaves.emplace_back(path, plain(to_display(content.literal)));
      return;
    case Kind::expression:
      leaves.emplace_back(path, formula(content.pieces.front().formula));
      return;
    case Kind::wording:
      leaves.emplace_back(path, worded(content.pieces));
      return;
    case Kind::list:
      if (content.items.empty()) leaves.emplace_back(path, plain("[]"));
      for (size_t i = 0; i < content.items.size(); ++i) add_leaves(leaves, item(path, i), content.items[i]);
      return;
    case Kind::context:
      if (content.items.empty() && !path.empty()) leaves.emplace_back(path, plain("{}"));
      for (size_t i = 0; i < content.items.size(); ++i)
        add_leaves(leaves, under(path, content.names[i]), content.items[i]);
      return;
    case Kind::choice:
      leaves.emplace_back(under(path, "by"), formula(content.pieces.front().formula));
      for (size_t i = 0; i < content.items.size(); ++i)
        add_leaves(leaves, under(path, i < content.names.size() ? content.names[i] : "otherwise"),
                   content.items[i]);
      return;
  }
}

void add_leaves(Leaves& leaves, const std::string& path, const Value& value) {
  if (value.is(Value::Kind::list)) {
    if (value.list().empty()) leaves.emplace_back(path, plain("[]"));
    for (size_t i = 0; i < value.list().size(); ++i) add_leaves(leaves, item(path, i), value.list()[i]);
  } else if (value.is(Value::Kind::context)) {
    for (const auto& [name, one] : value.context().entries()) add_leaves(leaves, under(path, name), one);
  } else if (!value.is_null()) {
    leaves.emplace_back(path, plain(to_display(value)));
    leaves.back().second.meaning += '.';
  }
}

void add_leaves(Leaves& leaves, const std::string& path, const yaml::Node& node) {
  if (node.is_scalar()) leaves.emplace_back(path, plain(node.text, node.place));
  for (const yaml::Entry& entry : node.entries) add_leaves(leaves, under(path, entry.key), entry.value);
  for (size_t i = 0; i < node.items.size(); ++i) {
    const yaml::Node& one = node.items[i];
    const std::string id = text_at(one, "id", text_at(one, "name"));
    add_leaves(leaves, id.empty() ? item(path, i) : under(path, id), one);
  }
}

std::vector<size_t> moved(const std::vector<size_t>& old_places) {
  // The longest part that kept its order stays; `length` of the longest that ends here, `from` before it.
  const size_t none = old_places.size();
  std::vector<size_t> length(none, 1), from(none, none);
  size_t last = none;
  for (size_t i = 0; i < none; ++i) {
    for (size_t k = 0; k < i; ++k) {
      if (old_places[k] < old_places[i] && length[k] + 1 > length[i]) {
        length[i] = length[k] + 1;
        from[i] = k;
      }
    }
    if (last == none || length[i] > length[last]) last = i;
  }
  std::vector<bool> stays(none, false);
  for (size_t i = last; i < none; i = from[i]) stays[i] = true;
  std::vector<size_t> out;
  for (size_t i = 0; i < none; ++i)
    if (!stays[i]) out.push_back(i);
  return out;
}

void PartDiff::add(Change::Kind kind, const std::string& what, const Written& before, const Written& now) {
  std::string old_text = before.shown, new_text = now.shown;
  keep_first_difference(old_text, new_text);
  changes_.push_back({kind, part_, name_, what, std::move(old_text), std::move(new_text),
                      now.is_nothing() ? before.place : now.place});
}

void PartDiff::compare(const std::string& what, const Written& before, const Written& now) {
  if (before.meaning == now.meaning) return;
  const Change::Kind kind = before.is_nothing() ? Change::Kind::added
                            : now.is_nothing()  ? Change::Kind::removed
                                                : Change::Kind::changed;
  add(kind, what, before, now);
}

void PartDiff::compare(const Leaves& before, const Leaves& now) {
  // Of leaves with one path the first is the other's first, and so on: none is passed over.
  std::vector<bool> is_paired(now.size(), false);
  for (const auto& [path, old_text] : before) {
    size_t i = 0;
    while (i < now.size() && (is_paired[i] || now[i].first != path)) ++i;
    compare(path, old_text, i < now.size() ? now[i].second : Written());
    if (i < now.size()) is_paired[i] = true;
  }
  for (size_t i = 0; i < now.size(); ++i)
    if (!is_paired[i]) compare(now[i].first, {}, now[i].second);
}

}  // namespace mailroom::workflows
