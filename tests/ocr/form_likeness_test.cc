#include "ocr/form_likeness.h"

#include <gtest/gtest.h>

namespace mailroom::ocr {
namespace {

// Twenty words in a row, and a field below them.
Form form_with(std::string id, const std::string& edition, double edition_x = 500) {
  Form form;
  form.id = std::move(id);
  std::vector<BlankWord> words;
  for (int i = 0; i < 20; ++i) {
    words.push_back({"word" + std::to_string(i), {20.0 * i, 50, 20.0 * i + 15, 60}});
  }
  if (!edition.empty()) words.push_back({edition, {edition_x, 20, edition_x + 30, 30}});
  form.pages = {{600, 800, PrintedWords(words), {}}};
  Field field;
  field.id = "name";
  field.zone = {100, 100, 300, 120};
  form.fields = {field};
  return form;
}

TEST(AlikePages, SameWordsAtTheSamePlacesCannotBeToldApart) {
  const std::vector<Form> forms = {form_with("a", ""), form_with("b", "")};
  const std::vector<Likeness> pairs = alike_pages(forms);
  ASSERT_EQ(pairs.size(), 1u);
  EXPECT_EQ(pairs[0].a.form->id, "a");
  EXPECT_EQ(pairs[0].b.form->id, "b");
  EXPECT_EQ(pairs[0].shared, 20u);
  EXPECT_EQ(pairs[0].only_on_a + pairs[0].only_on_b, 0u);
}

TEST(AlikePages, TellsTheWordByWhichEditionsDiffer) {
  const std::vector<Form> forms = {form_with("a", "2025"), form_with("b", "2026")};
  const std::vector<Likeness> pairs = alike_pages(forms);
  ASSERT_EQ(pairs.size(), 1u);
  ASSERT_EQ(pairs[0].on_a.size(), 1u);
  EXPECT_EQ(pairs[0].on_a[0].text, "2025");
  ASSERT_EQ(pairs[0].on_b.size(), 1u);
  EXPECT_EQ(pairs[0].on_b[0].text, "2026");
}

TEST(AlikePages, AWordElsewhereIsADifference) {
  const std::vector<Form> forms = {form_with("a", "2026"), form_with("b", "2026", 400)};
  const std::vector<Likeness> pairs = alike_pages(forms);
  ASSERT_EQ(pairs.size(), 1u);
  EXPECT_EQ(pairs[0].only_on_a, 1u);
  EXPECT_EQ(pairs[0].only_on_b, 1u);
}

TEST(AlikePages, WhatStandsInAFieldDoesNotCount) {
  std::vector<Form> forms = {form_with("a", ""), form_with("b", "")};
  std::vector<BlankWord> words = forms[1].pages[0].words.list();
  words.push_back({"Example", {120, 105, 160, 115}});
  forms[1].pages[0].words = PrintedWords(words);
  const std::vector<Likeness> pairs = alike_pages(forms);
  ASSERT_EQ(pairs.size(), 1u);
  EXPECT_EQ(pairs[0].only_on_b, 0u);
}

TEST(AlikePages, OtherFormsAreNotNamed) {
  std::vector<Form> forms = {form_with("a", ""), form_with("b", "")};
  std::vector<BlankWord> words = forms[1].pages[0].words.list();
  for (BlankWord& word : words) word.text = "other" + word.text;
  forms[1].pages[0].words = PrintedWords(words);
  EXPECT_TRUE(alike_pages(forms).empty());
  EXPECT_TRUE(alike_pages({form_with("a", "")}).empty());
}

Picture sheet(double dpi) {
  Picture picture{static_cast<int>(600 * dpi / 72), static_cast<int>(800 * dpi / 72), 1, {}};
  picture.pixels.assign(static_cast<size_t>(picture.width) * static_cast<size_t>(picture.height), 255);
  return picture;
}

void draw(Picture& picture, double dpi, const Zone& zone) {
  for (int y = static_cast<int>(zone.y0 * dpi / 72); y < zone.y1 * dpi / 72; ++y) {
    for (int x = static_cast<int>(zone.x0 * dpi / 72); x < zone.x1 * dpi / 72; ++x) *picture.at(x, y) = 0;
  }
}

TEST(PictureDifferences, FindsTheCodeThatOneHasAndTheOtherHasNot) {
  const Form form = form_with("a", "");
  const PageOfForm page{&form, 1};
  Picture a = sheet(100), b = sheet(100);
  draw(a, 100, {50, 700, 400, 702});
  draw(b, 100, {50.5, 700.5, 400.5, 702.5});  // a hair elsewhere
  draw(b, 100, {500, 30, 512, 40});
  draw(b, 100, {150, 105, 200, 115});  // in the field
  const std::vector<Zone> found = picture_differences(a, b, 100, page, page);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_NEAR(found[0].x0, 500, 1);
  EXPECT_NEAR(found[0].y1, 40, 1.5);
  EXPECT_TRUE(picture_differences(a, a, 100, page, page).empty());
}

}  // namespace
}  // namespace mailroom::ocr
