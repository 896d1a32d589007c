// Expressions and wordings of a workflow: parsed, their problems shown where they stand in the file, and
// what they read of documents remembered.
#include <algorithm>
#include <cctype>

#include "base/identifier.h"
#include "base/text.h"
#include "workflows/answers.h"
#include "workflows/loader.h"

namespace mailroom::workflows {

namespace {

bool is_name_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || (static_cast<unsigned char>(c) & 0x80);
}

constexpr size_t kDateLength = std::string_view("2026-04-01").size();

// Where dates stand bare, outside of texts.
std::vector<size_t> bare_dates(std::string_view text) {
  std::vector<size_t> found;
  bool is_quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') is_quoted = !is_quoted;
    if (is_quoted || i + kDateLength > text.size() || (i > 0 && is_name_character(text[i - 1]))) continue;
    const std::string_view date = text.substr(i, kDateLength);
    const bool is_whole = i + kDateLength == text.size() || !is_name_character(text[i + kDateLength]);
    if (is_whole && date[4] == '-' && date[7] == '-' && parse_date(date)) found.push_back(i);
  }
  return found;
}

// The name that ends before `end`, with a '.' and blanks after it skipped: "claim" of "claim.nino".
std::string owner_before(std::string_view text, size_t end) {
  std::string_view before = trim(text.substr(0, end));
  if (!before.empty() && before.back() == '.') before = trim(before.substr(0, before.size() - 1));
  size_t start = before.size();
  while (start > 0 && is_name_character(before[start - 1])) --start;
  return std::string(before.substr(start));
}

// Without what stands in quotes, which names nothing.
std::string without_texts(std::string_view text) {
  std::string out;
  bool is_quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (is_quoted && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      is_quoted = !is_quoted;
      out += ' ';
    } else if (!is_quoted) {
      out += text[i];
    }
  }
  return out;
}

// Whether a list of this name is read otherwise than by counting it ("count(payslips)"), by a member
// ("payslips.net_pay") or by one entry's ("payslips[1].net_pay").
bool reads_whole(std::string_view text, std::string_view name) {
  for (size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const size_t end = at + name.size();
    if ((at > 0 && is_name_character(text[at - 1])) || (end < text.size() && is_name_character(text[end])))
      continue;
    std::string_view before = text.substr(0, at), after = trim(text.substr(end));
    const bool is_closed = after.starts_with(')');
    if (after.starts_with('[')) {
      const size_t close = after.find_first_not_of("0123456789 -", 1);
      if (close != std::string_view::npos && after[close] == ']') after = trim(after.substr(close + 1));
    }
    if (after.starts_with('.')) continue;
    // Back to the beginning of the path: "payslips[1]." before "deductions".
    while (!before.empty() && (is_name_character(before.back()) || before.back() == '.' ||
                               before.back() == '[' || before.back() == ']'))
      before.remove_suffix(1);
    if (!is_closed || !trim(before).ends_with("count(")) return true;
  }
  return false;
}

std::string described(const ocr::Field& field) {
  std::string text = "page " + std::to_string(field.page);
  if (!field.label.empty() && field.label != field.id) text += ", " + field.label;
  return text + ", " + std::string(to_string(field.type));
}

}  // namespace

std::optional<Formula> Loader::formula(const yaml::Node& node, const feel::Scope& scope) {
  return formula(
      node.text, [&](size_t offset, size_t length) { return node.place_at(offset, length); }, scope);
}

std::optional<Formula> Loader::formula(std::string_view text, const PlaceAt& place_at,
                                       const feel::Scope& scope) {
  std::vector<feel::Problem> found;
  auto expression = feel::Expression::parse(text, scope, &found);
  for (const feel::Problem& problem : found) report(problem, text, place_at);
  if (!expression) return std::nullopt;
  warn_of_bare_dates(text, place_at);
  note_use(text, expression->paths());
  return Formula{std::move(*expression), place_at(0, 1)};
}

void Loader::warn_of_bare_dates(std::string_view text, const PlaceAt& place_at) {
  for (const size_t at : bare_dates(text)) {
    const std::string date(text.substr(at, kDateLength));
    warning(place_at(at, kDateLength), "date_as_subtraction",
            "'" + date + "' is a subtraction here: " + date.substr(0, 4) + " minus " + date.substr(5, 2) +
                " minus " + date.substr(8),
            "write date(\"" + date + "\")");
  }
}

Content Loader::wording(std::string_view text, const PlaceAt& place_at, const feel::Scope& scope) {
  Content content;
  content.kind = Content::Kind::wording;
  for (size_t at = 0; at < text.size();) {
    const size_t open = text.find("{{", at);
    if (open != at) content.pieces.push_back({std::string(text.substr(at, open - at)), std::nullopt});
    if (open == std::string_view::npos) break;
    const size_t close = text.find("}}", open);
    if (close == std::string_view::npos) {
      error(place_at(open, 2), "wording_open", "this '{{' is never closed", "close it with '}}'");
      break;
    }
    size_t begin = open + 2;
    while (begin < close && std::isspace(static_cast<unsigned char>(text[begin]))) ++begin;
    const std::string_view inside = trim(text.substr(begin, close - begin));
    if (inside.empty()) {
      error(place_at(open, close + 2 - open), "wording_empty",
            "expected an expression between '{{' and '}}'");
    } else if (auto one = formula(
                   inside, [&](size_t offset, size_t length) { return place_at(begin + offset, length); },
                   scope)) {
      content.pieces.push_back({"", std::move(one)});
    }
    at = close + 2;
  }
  return content;
}

void Loader::report(const feel::Problem& problem, std::string_view text, const PlaceAt& place_at) {
  if (report_unknown_function(problem, text, place_at)) return;
  if (problem.code == "unknown_member") {
    const std::string typed(trim(text.substr(problem.offset, problem.length)));
    const Place at = place_at(problem.offset, std::max<size_t>(1, typed.size()));
    if (report_unknown_answer(at, text.substr(0, problem.offset), typed)) return;
    if (report_unknown_field(at, owner_before(text, problem.offset), typed)) return;
  }
  const Place place = place_at(problem.offset, std::max<size_t>(1, problem.length));
  if (problem.code == "unknown_name") {
    const std::string name(trim(text.substr(problem.offset, problem.length)));
    if (decision_names_.count(name)) {
      error(place, problem.code, "the decision '" + name + "' is not made yet here",
            "facts and checks come before decisions: use it in a decision, a route or a delivery");
      return;
    }
    // A field without its document is the usual slip.
    for (const DocumentRole& role : workflow_->documents) {
      for (const std::string& id : role.forms) {
        const ocr::Form* form = workflow_->form(id);
        if (form && form->find(name)) {
          error(place, problem.code, problem.message, "write '" + role.name + "." + name + "'");
          return;
        }
      }
    }
  }
  error(place, problem.code, problem.message, problem.hint);
}

bool Loader::report_unknown_function(const feel::Problem& problem, std::string_view text,
                                     const PlaceAt& place_at) {
  // `is nono(x)`, `is de idnumber(x)`: words that nobody knows, so the grammar stumbles over the second.
  const std::string_view before = trim(text.substr(0, problem.offset));
  const std::string_view rest = text.substr(std::min<size_t>(text.size(), problem.offset));
  const size_t bracket = rest.find('(');
  if (before.size() < 2 || before.substr(before.size() - 2) != "is" || bracket == std::string_view::npos)
    return false;
  const std::string typed(trim(rest.substr(0, bracket)));
  const auto is_of_name = [](char c) { return c == ' ' || std::isalnum(static_cast<unsigned char>(c)) != 0; };
  if (typed.empty() || !std::all_of(typed.begin(), typed.end(), is_of_name)) return false;
  std::vector<std::string> known;
  for (const IdentifierFormat& format : identifier_formats()) {
    known.push_back("is " + replace_all(std::string(format.name), "-", " "));
  }
  const auto near = nearest_name("is " + typed, known);
  error(place_at(problem.offset, typed.size()), "unknown_function",
        "'is " + typed + "' is not a known function",
        near ? "write '" + *near + "'" : "'mailroom schema --identifiers' lists what is known");
  return true;
}

bool Loader::report_unknown_field(const Place& place, const std::string& owner, const std::string& typed) {
  const DocumentRole* role = workflow_->role(owner);
  for (const DocumentRole& one : workflow_->documents) {
    if (!role && std::find(one.forms.begin(), one.forms.end(), owner) != one.forms.end()) role = &one;
  }
  if (!role || role->forms.empty()) return false;
  std::vector<std::string> known;
  std::vector<std::string> names;
  for (const std::string& id : role->forms) {
    if (const ocr::Form* form = workflow_->form(id)) {
      names.push_back(id);
      for (std::string& name : form->names()) known.push_back(std::move(name));
    }
  }
  if (names.empty()) return false;
  std::string hint;
  if (const auto near = nearest_name(typed, known)) {
    for (const std::string& id : names) {
      if (const ocr::Field* field = workflow_->form(id)->find(*near)) {
        hint = "write '" + *near + "' (" + described(*field) + ")";
        break;
      }
    }
  } else {
    hint = "see its fields with `mailroom form show " + names.front() + "`";
  }
  error(place, "unknown_field",
        (names.size() == 1 ? "form " + quoted_list(names) + " has"
                           : "forms " + quoted_list(names, "and") + " have") +
            " no field '" + typed + "'",
        hint);
  return true;
}

void Loader::note_use(std::string_view written, const std::vector<std::string>& paths) {
  const std::string text = without_texts(written);
  const auto use = [&](const DocumentRole& role, const std::string& name) {
    used_fields_.insert(role.name + "." + name);
    if (!notes_reads_) always_read_.insert(role.name + "." + name);
  };
  for (const std::string& path : paths) {
    const std::vector<std::string_view> names = split(path, '.');
    const DocumentRole* role = workflow_->role(names.front());
    if (names.front() == kAnswers && !taken_.count(kAnswers)) reads_answers_ = true;
    if (!role) continue;
    // The documents as a whole: which fields is not known, except that counting reads none.
    const bool is_whole = reads_whole(text, role->name);
    for (const std::string& id : role->forms) {
      const ocr::Form* form = workflow_->form(id);
      if (form == nullptr || !is_whole) continue;
      for (const std::string& name : form->names()) use(*role, name);
    }
    if (names.size() < 2) continue;
    use(*role, std::string(names[1]));
    for (const std::string& id : role->forms) {
      const ocr::Form* form = workflow_->form(id);
      const ocr::Table* table = form != nullptr ? form->find_table(names[1]) : nullptr;
      if (table == nullptr) continue;
      const bool is_whole_table = reads_whole(text, table->rows.id);
      for (const ocr::TableColumn& column : table->columns)
        if (is_whole_table || (names.size() > 2 && names[2] == column.field.id))
          use(*role, table->rows.id + "." + column.field.id);
    }
  }
}

}  // namespace mailroom::workflows
