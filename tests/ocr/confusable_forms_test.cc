#include "ocr/confusable_forms.h"

#include <gtest/gtest.h>

namespace mailroom::ocr {
namespace {

Form printed(std::string id, const std::string& last_word) {
  Form form;
  form.id = std::move(id);
  std::vector<BlankWord> words;
  for (int i = 0; i < 20; ++i)
    words.push_back({"word" + std::to_string(i), {20.0 * i, 50, 20.0 * i + 15, 60}});
  words.push_back({last_word, {500, 20, 530, 30}});
  form.pages = {{600, 800, PrintedWords(words), {}}};
  return form;
}

Form free_layout(std::string id, std::vector<std::string> phrases) {
  Form form;
  form.id = std::move(id);
  form.layout = Form::Layout::free;
  form.phrases = std::move(phrases);
  return form;
}

std::vector<std::string> said_of(const std::vector<Form>& forms) {
  std::vector<std::string> said;
  for (const Diagnostic& one : confusable_forms(forms)) said.push_back(one.message);
  return said;
}

TEST(ConfusableForms, TheSamePrintAtTheSamePlacesIsTold) {
  EXPECT_EQ(said_of({printed("a", "2026"), printed("b", "2026")}),
            (std::vector<std::string>{
                "form 'b' cannot be told from 'a': page 1 has the same words at the same places"}));
}

TEST(ConfusableForms, AFormIsToldOnceHoweverManyAreLikeIt) {
  std::vector<Form> forms;
  for (int i = 0; i < 40; ++i) forms.push_back(printed("f" + std::to_string(i), "2026"));
  EXPECT_EQ(said_of(forms).size(), 39u);
}

TEST(ConfusableForms, OneOtherWordIsEnough) {
  EXPECT_TRUE(said_of({printed("a", "2025"), printed("b", "2026")}).empty());
}

TEST(ConfusableForms, TheSamePhrasesAreATieOnEveryPage) {
  EXPECT_EQ(said_of({free_layout("a", {"Pay slip", "Net pay"}), free_layout("b", {"net  pay", "pay slip"})}),
            (std::vector<std::string>{"form 'b' cannot be told from 'a': both have the same phrases"}));
  EXPECT_TRUE(said_of({free_layout("a", {"pay slip"}), free_layout("b", {"pay slip", "net pay"})}).empty())
      << "the one with more letters wins";
}

}  // namespace
}  // namespace mailroom::ocr
