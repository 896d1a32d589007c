// `deliveries:`: where results go.
#include <algorithm>
#include <utility>

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "connectors/factory.h"
#include "connectors/pattern.h"
#include "workflows/answers.h"
#include "workflows/language.h"
#include "workflows/loader.h"
#include "workflows/plain_secret.h"

namespace mailroom::workflows {

namespace {

constexpr uint64_t kMaxLetterBytes = 1 << 20;
constexpr int kMostAtOnce = 64;

std::chrono::microseconds delay_of(std::string_view text) {
  const auto period = parse_period(text);
  if (!period) return std::chrono::seconds(30);
  return add(Instant{}, *period) - Instant{};
}

// Puts `value` at a path of nested contexts.
void put_at(Context& context, std::string_view path, Value value) {
  const size_t dot = path.find('.');
  const std::string name(path.substr(0, dot));
  if (dot == std::string_view::npos) {
    context.put(name, std::move(value));
    return;
  }
  const Value& existing = context.at(name);
  Context inner = existing.is(Value::Kind::context) ? existing.context() : Context();
  put_at(inner, path.substr(dot + 1), std::move(value));
  context.put(name, std::move(inner));
}

void put_at(Content& content, std::string_view path, Content value) {
  const size_t dot = path.find('.');
  const std::string name(path.substr(0, dot));
  content.kind = Content::Kind::context;
  auto found = std::find(content.names.begin(), content.names.end(), name);
  if (found == content.names.end()) {
    content.names.push_back(name);
    content.items.emplace_back();
    found = std::prev(content.names.end());
  }
  Content& item = content.items[static_cast<size_t>(found - content.names.begin())];
  if (dot == std::string_view::npos) {
    item = std::move(value);
  } else {
    put_at(item, path.substr(dot + 1), std::move(value));
  }
}

const yaml::Node* node_at(const yaml::Node& mapping, std::string_view path) {
  const size_t dot = path.find('.');
  const yaml::Node* node = mapping.find(path.substr(0, dot));
  return dot == std::string_view::npos || !node ? node : node_at(*node, path.substr(dot + 1));
}

Value fixed_value(const yaml::Node& node, connectors::KeyForm form) {
  if (node.is_list()) {
    List list;
    for (const yaml::Node& item : node.items) list.emplace_back(item.text);
    return list;
  }
  if (node.is_mapping()) {
    Context context;
    for (const yaml::Entry& entry : node.entries) context.put(entry.key, entry.value.text);
    return context;
  }
  if (form == connectors::KeyForm::flag) return node.text == "true";
  return node.text;
}

// What says a secret itself and not by its name; null if nothing does.
const yaml::Node* secret_in(const yaml::Node& value, connectors::KeyForm form) {
  const auto is_named = [](const yaml::Node& node) {
    return node.text.find("${secret:") != std::string::npos;
  };
  if (value.is_scalar()) {
    const bool must_be_named = form == connectors::KeyForm::secret && !is_named(value);
    return must_be_named || says_password(value.text) ? &value : nullptr;
  }
  for (const yaml::Entry& entry : value.entries) {  // headers
    const std::string name = to_lower_ascii(entry.key);
    const bool is_secret =
        name == "authorization" || name == "cookie" || name.find("api-key") != std::string::npos;
    if (is_secret && !is_named(entry.value)) return &entry.value;
  }
  return nullptr;
}

}  // namespace

void Loader::load_deliveries(const yaml::Node& root, Workflow& workflow) {
  const yaml::Node* deliveries = mapping_at(root, "deliveries");
  if (!deliveries) return;
  for (const yaml::Entry& entry : deliveries->entries) declared_deliveries_.insert(entry.key);
  load_answers(*deliveries);
  for (const yaml::Entry& entry : deliveries->entries) load_delivery(entry, *deliveries, workflow);
}

void Loader::load_delivery(const yaml::Entry& entry, const yaml::Node& all, Workflow& workflow) {
  DeliverySpec delivery;
  delivery.name = entry.key;
  std::vector<std::string> kinds;
  for (const auto& kind : connectors::connector_kinds()) kinds.emplace_back(kind.name);
  if (!entry.value.is_mapping()) {
    error(entry.value.place, "wrong_type",
          "'" + entry.key + "': expected a mapping, got " + std::string(kind_name(entry.value.kind)));
    return;
  }
  const connectors::ConnectorKind* kind = nullptr;
  for (const auto& one : connectors::connector_kinds()) {
    if (entry.value.find(one.name)) {
      kind = &one;
      break;
    }
  }
  if (!kind) {
    std::string hint = "one of its keys must be " + quoted_list(kinds);
    for (const yaml::Entry& key : entry.value.entries) {
      if (const auto near = nearest_name(key.key, kinds))
        hint = "write '" + *near + "' for '" + key.key + "'";
    }
    error(entry.place, "no_connector", "delivery '" + entry.key + "' does not say where it goes", hint);
    return;
  }
  const size_t problems = problems_.size();
  Key key = delivery_key(*kind);
  key.name = entry.key;
  for (const connectors::ConnectorKey& one : kind->keys) {
    if (one.unless.empty() || !entry.value.find(one.unless)) continue;
    for (Key& needed : key.keys) needed.required &= needed.name != one.name;
  }
  check_keys(entry.value, key, problems_);
  check_alternatives(entry, *kind);
  delivery.kind = kind->name;
  load_keys(*kind, entry, all, workflow, delivery);
  if (problems_.size() == problems) check_settings(entry, delivery);
  delivery.after = text_at(entry.value, "after");
  if (const yaml::Node* retry = mapping_at(entry.value, "retry")) {
    delivery.retry.max_attempts = std::max(1, std::atoi(text_at(*retry, "max_attempts", "8").c_str()));
    delivery.retry.first_delay = delay_of(text_at(*retry, "first_delay", "PT30S"));
    delivery.retry.max_delay = delay_of(text_at(*retry, "max_delay", "PT1H"));
  }
  if (const yaml::Node* limit = mapping_at(entry.value, "limit")) {
    delivery.limit.at_once = std::clamp(std::atoi(text_at(*limit, "at_once", "1").c_str()), 1, kMostAtOnce);
    delivery.limit.per_minute = std::atoi(text_at(*limit, "per_minute", "0").c_str());
  }
  workflow.deliveries.push_back(std::move(delivery));
}

// Of some keys a delivery has exactly one.
void Loader::check_alternatives(const yaml::Entry& entry, const connectors::ConnectorKind& kind) {
  std::vector<std::string> known;
  std::vector<const yaml::Entry*> given;
  for (const std::string_view one : kind.alternatives) {
    known.emplace_back(one);
    if (const yaml::Entry* found = entry.value.find_entry(one)) given.push_back(found);
  }
  if (given.size() > 1) {
    error(
        given[1]->place, "one_too_many",
        "'" + given[0]->key + "' and '" + given[1]->key + "' do not go together: one delivery does one thing",
        "make two deliveries, the second one 'after' the first");
  } else if (given.empty() && !known.empty()) {
    error(entry.place, "missing_key", "delivery '" + entry.key + "' does not say what it does",
          "give it one of " + quoted_list(known));
  }
}

void Loader::load_keys(const connectors::ConnectorKind& kind, const yaml::Entry& entry, const yaml::Node& all,
                       Workflow& workflow, DeliverySpec& delivery) {
  delivery.content.kind = Content::Kind::context;
  // What it reads is kept apart from what the rules read: where it is not sent, nothing hangs on that.
  const NotingReads apart(*this);
  std::set<std::string> read_by_rules = std::exchange(used_fields_, {});
  const feel::Scope scope_of_rules = scope_;
  if (!taken_.count(kAnswers)) scope_.add(kAnswers, answers_before(all, entry.key));
  reads_answers_ = false;
  for (const connectors::ConnectorKey& one : kind.keys) {
    if (const yaml::Node* value = node_at(entry.value, one.name)) add_key(one, *value, workflow, delivery);
  }
  delivery.reads.assign(used_fields_.begin(), used_fields_.end());
  delivery.reads_answers = reads_answers_;
  if (const auto known = answers_.find(entry.key); known != answers_.end()) delivery.answers = known->second;
  used_fields_ = std::move(read_by_rules);
  scope_ = scope_of_rules;
}

void Loader::add_pattern(std::string_view path, const Content& wording, DeliverySpec& delivery) {
  std::string text;
  Content values;
  values.kind = Content::Kind::list;
  for (const Content::Piece& piece : wording.pieces) {
    text += piece.formula ? std::string(connectors::Pattern::kPlace) : piece.text;
    if (!piece.formula) continue;
    values.items.emplace_back();
    values.items.back().kind = Content::Kind::expression;
    values.items.back().pieces.push_back(piece);
  }
  put_at(delivery.settings, path, text);
  if (!values.items.empty()) put_at(delivery.content, path, std::move(values));
}

void Loader::add_key(const connectors::ConnectorKey& key, const yaml::Node& value, Workflow&,
                     DeliverySpec& delivery) {
  using connectors::KeyForm;
  switch (key.form) {
    case KeyForm::expressions:
      if (value.is_mapping()) put_at(delivery.content, key.name, content_of(value));
      return;
    case KeyForm::wording:
      if (!value.is_scalar()) return;
      put_at(delivery.content, key.name,
             wording(
                 value.text, [&](size_t o, size_t l) { return value.place_at(o, l); }, scope_));
      return;
    case KeyForm::template_file:
      put_at(delivery.content, key.name, value.is_mapping() ? chosen_content(value) : file_content(value));
      return;
    case KeyForm::pattern_file:
      if (value.is_scalar()) add_pattern(key.name, file_content(value), delivery);
      return;
    case KeyForm::steps:
      if (!check_steps(key, value, delivery.kind)) return;
      put_at(delivery.content, key.name, rendered_steps(value));
      put_at(delivery.settings, key.name, step_titles(value));
      return;
    case KeyForm::fixed_steps:
      if (check_steps(key, value, delivery.kind)) put_at(delivery.settings, key.name, fixed_steps(value));
      return;
    default:
      break;
  }
  if (const yaml::Node* secret = secret_in(value, key.form)) {
    // The place only: the text would show the secret.
    error(Place{secret->place.file, secret->place.line, 0, 0}, "secret_in_file",
          "a secret stands in plain text here", "write ${secret:NAME} for it and keep it out of the file");
    problems_.back().shows_line = false;
    return;
  }
  if (key.form == KeyForm::pattern && value.is_scalar()) {
    add_pattern(key.name,
                wording(
                    value.text, [&](size_t o, size_t l) { return value.place_at(o, l); }, scope_),
                delivery);
    return;
  }
  put_at(delivery.settings, key.name, fixed_value(value, key.form));
}

Content Loader::content_of(const yaml::Node& node) {
  Content content;
  switch (node.kind) {
    case yaml::Node::Kind::mapping:
      content.kind = Content::Kind::context;
      for (const yaml::Entry& entry : node.entries) {
        content.names.push_back(entry.key);
        content.items.push_back(content_of(entry.value));
      }
      break;
    case yaml::Node::Kind::list:
      content.kind = Content::Kind::list;
      for (const yaml::Node& item : node.items) content.items.push_back(content_of(item));
      break;
    case yaml::Node::Kind::scalar:
      if (auto one = formula(node, scope_)) {
        content.kind = Content::Kind::expression;
        content.pieces.push_back({"", std::move(one)});
      }
      break;
    case yaml::Node::Kind::null:
      break;
  }
  return content;
}

// What only the connector itself knows of its settings. Of one that needs a secret it says nothing: that is
// not at hand here.
void Loader::check_settings(const yaml::Entry& entry, const DeliverySpec& delivery) {
  if (to_json(Value(delivery.settings)).find("${secret:") != std::string::npos) return;
  try {
    connectors::make_connector(delivery.kind, delivery.settings, delivery.settings, {options_.site});
  } catch (const Error& problem) {
    if (problem.code() != "setting_invalid") return;
    // "'batch.at' is not usable: expected …"
    const std::string& message = problem.message();
    const std::string path = message.substr(1, message.find('\'', 1) - 1);
    const yaml::Node* node = node_at(entry.value, path);
    error(node ? node->place : entry.place, problem.code(), message, problem.hint());
  }
}

// The text of a file that the node names; none (and said so) if there is none.
std::optional<std::string> Loader::site_file(const yaml::Node& node) {
  if (options_.kept) {
    const auto known = options_.kept->files.find(node.text);
    return known == options_.kept->files.end() ? "" : known->second;
  }
  const std::filesystem::path path = options_.site / node.text;
  try {
    return read_file(path, kMaxLetterBytes);
  } catch (const Error&) {
    std::vector<std::string> known;
    std::error_code failed;
    for (const auto& entry : std::filesystem::directory_iterator(path.parent_path(), failed)) {
      known.push_back(std::filesystem::path(node.text).parent_path() / entry.path().filename());
    }
    const auto near = nearest_name(node.text, known);
    error(node.place, "file_not_found", "there is no file '" + node.text + "' in the site",
          near ? "write '" + *near + "'" : "");
    return std::nullopt;
  }
}

Content Loader::file_content(const yaml::Node& node) {
  if (!node.is_scalar()) return {};
  const auto found = site_file(node);
  if (!found) return {};
  const std::string& text = workflow_->source.files[node.text] = *found;
  const std::filesystem::path path = options_.site / node.text;
  return wording(
      text,
      [&](size_t offset, size_t length) {
        return place_in(path.string(), text, offset,
                        static_cast<int>(length_in_code_points(text.substr(offset, length))));
      },
      scope_);
}

// One of several files; what is missing was reported with the keys.
Content Loader::chosen_content(const yaml::Node& node) {
  const yaml::Node* by = scalar_at(node, "by");
  const yaml::Node* files = mapping_at(node, "files");
  const yaml::Node* otherwise = scalar_at(node, "otherwise");
  if (!by || !files || !otherwise) return {};
  Content content;
  content.kind = Content::Kind::choice;
  if (auto chosen = formula(*by, scope_)) content.pieces.push_back({"", std::move(chosen)});
  for (const yaml::Entry& entry : files->entries) {
    if (!entry.value.is_scalar()) continue;
    content.names.push_back(entry.key);
    content.items.push_back(file_content(entry.value));
  }
  content.items.push_back(file_content(*otherwise));
  return content;
}

std::vector<std::string> Loader::delivery_names(const yaml::Node& list, const Workflow& workflow) {
  std::vector<std::string> names, known;
  for (const DeliverySpec& delivery : workflow.deliveries) known.push_back(delivery.name);
  for (const yaml::Node& item : list.items) {
    if (!item.is_scalar()) continue;
    used_deliveries_.insert(item.text);
    // One that is declared but wrong was reported there.
    if (!workflow.delivery(item.text) && declared_deliveries_.count(item.text)) continue;
    if (!workflow.delivery(item.text)) {
      const auto near = nearest_name(item.text, known);
      error(item.place, "unknown_delivery", "there is no delivery '" + item.text + "'",
            near            ? "write '" + *near + "'"
            : known.empty() ? "say what it is under 'deliveries:'"
                            : "known: " + quoted_list(known, "and"));
    } else if (std::find(names.begin(), names.end(), item.text) != names.end()) {
      error(item.place, "delivery_twice", "delivery '" + item.text + "' stands here twice");
    } else {
      names.push_back(item.text);
    }
  }
  return names;
}

void Loader::check_order(const yaml::Node& root, const Workflow& workflow) {
  const yaml::Node* deliveries = mapping_at(root, "deliveries");
  if (!deliveries) return;
  std::vector<std::string> known;
  for (const DeliverySpec& delivery : workflow.deliveries) known.push_back(delivery.name);
  for (const DeliverySpec& delivery : workflow.deliveries) {
    const yaml::Entry* entry = deliveries->find_entry(delivery.name);
    const yaml::Node* after = scalar_at(entry->value, "after");
    if (after && !workflow.delivery(after->text) && !declared_deliveries_.count(after->text)) {
      const auto near = nearest_name(after->text, known);
      error(after->place, "unknown_delivery", "there is no delivery '" + after->text + "'",
            near ? "write '" + *near + "'" : "known: " + quoted_list(known, "and"));
    }
    // Round and round: as many steps as there are deliveries is a circle.
    const DeliverySpec* step = &delivery;
    for (size_t i = 0; step && i <= workflow.deliveries.size(); ++i) {
      step = step->after.empty() ? nullptr : workflow.delivery(step->after);
      if (step == &delivery) {
        error(after->place, "cycle", "delivery '" + delivery.name + "' would wait for itself",
              "remove an 'after'");
        break;
      }
    }
    if (!used_deliveries_.count(delivery.name)) {
      warning(entry->place, "unused_delivery", "no route delivers '" + delivery.name + "'",
              "name it in a route's 'deliver'");
    }
  }
}

}  // namespace mailroom::workflows
