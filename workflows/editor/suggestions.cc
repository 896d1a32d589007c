#include "workflows/editor/suggestions.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "workflows/editor/explanation.h"
#include "workflows/editor/feel_text.h"
#include "workflows/editor/feel_words.h"
#include "workflows/editor/key_collector.h"
#include "workflows/editor/names.h"
#include "workflows/editor/spot.h"

namespace mailroom::workflows::editor {

namespace {

using Kind = Suggestion::Kind;

class DraftCollector final : public KeyCollector {
 public:
  DraftCollector(const Draft& draft, const Spot& spot, size_t offset)
      : KeyCollector(draft.text(), spot, offset), draft_(draft) {}

 private:
  void value() override {
    if (const auto feel = feel_at(spot_)) {
      expression(*feel);
    } else {
      KeyCollector::value();
    }
  }

  void words() override {
    const std::string_view owner = spot_.owner();
    if (owner == "deliver" || owner == "after") return names_of(NameKind::delivery);
    if (owner == "forms" && spot_.is_in("documents")) return forms();
    if (owner == "queue") queues();
    KeyCollector::words();
  }
  void names_of(NameKind kind) {
    for (const GivenName& given : given_names(draft_.root())) {
      if (given.kind == kind) add(Kind::name, given.name, std::string(to_string(kind)));
    }
  }
  void forms() {
    for (const ocr::Form& form : draft_.forms()) {
      if (form.layout == ocr::Form::Layout::fixed || form.layout == ocr::Form::Layout::free)
        add(Kind::name, form.id, form.title);
    }
  }
  void queues() {
    std::set<std::string> known;
    const auto look = [&](const auto& self, const yaml::Node& node) -> void {
      for (const yaml::Entry& entry : node.entries) {
        if (entry.key == "queue" && entry.value.is_scalar()) known.insert(entry.value.text);
        self(self, entry.value);
      }
      for (const yaml::Node& item : node.items) self(self, item);
    };
    look(look, draft_.root());
    for (const std::string& queue : known) add(Kind::word, queue, "a queue of this workflow");
  }
  void files() override {
    const std::filesystem::path& site = draft_.around().site;
    std::error_code failed;
    std::vector<std::string> names;
    for (const char* folder : {"letters", "rules"}) {
      for (const auto& entry : std::filesystem::directory_iterator(site / folder, failed))
        names.push_back(std::string(folder) + "/" + entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    for (const std::string& name : names) add(Kind::file, name);
  }

  void expression(const FeelSpot& feel) {
    const auto typed = name_before(feel.text, feel.at);
    if (!typed) return;
    begin_ -= typed->name.size();
    // The rest of the name goes, too.
    const auto rest = name_around(feel.text, feel.at);
    if (rest && rest->at == typed->at) end_ += rest->at + rest->name.size() - feel.at;
    if (!typed->owner.empty()) return members(typed->owner);
    const auto names = given_names(draft_.root());
    for (const auto& entry : draft_.scope().entries()) {
      const GivenName* given = find_name(names, entry.name);
      add(Kind::name, entry.name,
          (given ? std::string(to_string(given->kind)) + ", " : std::string()) + to_string(*entry.type));
    }
    functions(feel);
    for (const std::string_view word : feel_keywords()) add(Kind::keyword, std::string(word));
  }
  void members(const std::string& owner) {
    const auto path = split(owner, '.');
    // A document by itself, as in its `join`, by its form's name too.
    feel::TypeRef type = feel::any();
    if (const auto* entry = draft_.scope().find(path.front())) type = entry->type;
    for (size_t i = 0; type && i < path.size(); ++i) {
      if (i > 0) {
        const feel::TypeRef* inner = type->member(path[i]);
        type = inner ? *inner : nullptr;
      }
      while (type && type->kind == feel::Type::Kind::list) type = type->element;
    }
    if (type && type->kind == feel::Type::Kind::context) {
      for (const auto& [name, member] : type->members) member_of(owner, name, to_string(*member));
      return;
    }
    if (const ocr::Form* form = draft_.workflow().form(owner)) {
      for (const std::string& name : form->names()) member_of(owner, name, "");
    }
  }
  void member_of(const std::string& owner, const std::string& name, const std::string& type) {
    if (name.empty()) return;
    const ocr::Field* field = find_field(draft_, owner, name);
    add(Kind::field, name, field ? describe_field(*field) : type);
  }
  void functions(const FeelSpot& feel) {
    const std::string before = to_lower_ascii(feel.text.substr(0, feel.at));
    for (const std::string& name : draft_.scope().builtins().names()) {
      Suggestion& one = add(Kind::function, name, signatures_of(*draft_.scope().builtins().find(name)),
                            describe_function(name));
      one.text = name + "(";
      // "round half" before the cursor is its beginning.
      one.begin = std::min(one.begin, cursor_ - begun(before, name));
    }
  }
  // How many letters of `name` stand at the end of `before`.
  static size_t begun(std::string_view before, std::string_view name) {
    for (size_t length = std::min(before.size(), name.size()); length > 0; --length) {
      const bool is_word = length == before.size() || !is_of_word(before[before.size() - length - 1]);
      if (is_word && before.substr(before.size() - length) == name.substr(0, length)) return length;
    }
    return 0;
  }

  const Draft& draft_;
};

}  // namespace

std::vector<Suggestion> suggestions_at(const Draft& draft, size_t offset) {
  const Spot spot = spot_at(draft.text(), offset);
  return DraftCollector(draft, spot, std::min(offset, draft.text().size())).collect();
}

}  // namespace mailroom::workflows::editor
