// The keys of a model's own YAML file. What nests in itself is `any` here and checked level by level.
#include "workflows/key_of_type.h"
#include "workflows/language.h"
#include "workflows/model_file.h"

namespace mailroom::workflows {

namespace {

using T = KeyType;

Key any_list(std::string name, std::string description) {
  return Key{std::move(name), T::list, std::move(description)}.of({Key{"", T::any, ""}});
}
Key names(std::string name, std::string description) {
  return Key{std::move(name), T::list, std::move(description)}.of({Key{"", T::text, "a name"}});
}

Key variables(std::string name, std::string description) {
  return Key{std::move(name), T::list, std::move(description)}.of({Key{"", T::either, "a name"}.of(
      {text("", "a name"),
       Key{"", T::mapping, ""}.of({text("name", "the name").needed(), text("type", "its type"),
                                   text("description", "what it is")})})});
}

void add(std::vector<Key>& keys, std::vector<Key> more) {
  keys.insert(keys.end(), more.begin(), more.end());
}

std::vector<Key> element_keys() {
  return {text("title", "for people"),
          text("type", "what it gives, by a type's name"),
          names("needs", "what it reads; default: what its expressions name"),
          text("description", "what it is"),
          text("question", "what it answers"),
          text("answers", "what it may answer, in words"),
          Key{"reference", T::either, "the law it follows"}.of({text("", "one"), names("", "several")})};
}

std::vector<Key> function_keys() {
  return {variables("parameters", "of the function"), text("result", "the type of what it returns"),
          Key{"kind", T::choice, "what its body is written in"}.by_default("FEEL").one_of(
              {"FEEL", "Java", "PMML"})};
}

}  // namespace

Key logic_key(std::vector<Key> beside) {
  std::vector<Key> keys = std::move(beside);
  add(keys,
      {Key{"value", T::expression, "one expression"},
       text("as", "the type of the expression itself"),
       any_list("context", "entries, of which later ones see earlier ones; one without a name is the result"),
       Key{"invoke", T::any, "what is called"},
       any_list("with", "its parameters"),
       variables("columns", "of a relation"),
       any_list("rows", "of a relation"),
       any_list("list", "items"),
       Key{"function", T::any, "a function: its parameters and its body"},
       Key{"if", T::any, "a condition"},
       Key{"then", T::any, "what if it is true"},
       Key{"else", T::any, "what if it is not"},
       Key{"in", T::any, "a list"},
       Key{"match", T::any, "which items of `in` stay"},
       text("for", "the name of each item of `in`"),
       Key{"return", T::any, "what becomes of each item"},
       text("some", "the name of the items of `in`, one of which"),
       text("every", "the name of the items of `in`, all of which"),
       Key{"satisfies", T::any, "must hold for it"},
       text("output_label", "the heading over the outputs")});
  add(keys, table_keys(true));
  return Key{"", T::mapping, ""}.of(std::move(keys));
}

Key decision_key() {
  std::vector<Key> beside = element_keys();
  beside.insert(beside.begin(), text("id", "its name").needed());
  return logic_key(std::move(beside));
}

Key function_key() {
  return logic_key(function_keys());
}

Key knowledge_key() {
  Key key = decision_key();
  add(key.keys, function_keys());
  return key;
}

Key member_key() {
  return Key{"", T::mapping, ""}.of(
      {text("name", "the name").needed(), text("type", "what it is, by a type's name"),
       Key{"list", T::boolean, "it is a list of that"}.by_default("false"),
       Key{"allowed", T::tests, "tests that a value must pass"},
       Key{"constraint", T::tests, "tests that the whole must pass, a list too"},
       any_list("members", "entries, each of a type"), variables("parameters", "it is a function of these"),
       text("result", "what the function returns"), text("description", "what it is")});
}

const Key& model_key() {
  static const Key kKey = Key{"", T::mapping, "a decision model"}.of(
      {text("model", "its name; default: the file's"),
       text("namespace", "the name by which others import it"), text("description", "what it is"),
       Key{"imports", T::list, "models beside the `.dmn` file that this one uses"}.of(
           {Key{"", T::mapping, ""}.of({text("name", "what they are called here"),
                                        text("namespace", "the other model's").needed()})}),
       any_list("types", "item definitions"), variables("inputs", "what is given"),
       any_list("knowledge", "knowledge models: functions"),
       any_list("decisions", "what is decided").needed(),
       Key{"services", T::list, "decision services"}.of({Key{"", T::mapping, ""}.of(
           {text("id", "its name").needed(), text("type", "what it gives"), text("description", "what it is"),
            names("outputs", "the decisions that it answers").needed(),
            names("encapsulated", "decisions inside"), names("given", "decisions that its caller makes"),
            names("inputs", "inputs that its caller gives")})})});
  return kKey;
}

}  // namespace mailroom::workflows
