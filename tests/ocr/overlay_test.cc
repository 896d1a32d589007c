#include "ocr/overlay.h"

#include <png.h>

#include "ocr/canvas.h"

namespace mailroom::ocr {
namespace {

FieldReading field(std::string id, Zone zone, std::string value, bool accepted) {
  FieldReading reading;
  reading.id = std::move(id);
  reading.value = Value(std::move(value));
  reading.accepted = accepted;
  reading.zone = zone;
  return reading;
}

PageReading white_page() {
  PageReading page;
  page.picture = Picture{400, 200, 1, std::vector<uint8_t>(80'000, 255)};
  page.picture_dpi = 72;  // a pixel a point
  return page;
}

std::vector<int> pixel(const Picture& picture, int x, int y) {
  const uint8_t* at = picture.at(x, y);
  return {at[0], at[1], at[2]};
}

TEST(Overlay, AFieldStandsByWhatBecameOfIt) {
  EXPECT_EQ(standing_of(field("a", {}, "42", true)), Standing::accepted);
  EXPECT_EQ(standing_of(field("a", {}, "42", false)), Standing::unsure);
  EXPECT_EQ(standing_of(field("a", {}, "", true)), Standing::empty);
  EXPECT_EQ(standing_of(field("a", {}, "", false)), Standing::unsure);
  FieldReading altered = field("a", {}, "42", false);
  altered.altered = true;
  EXPECT_EQ(standing_of(altered), Standing::disputed);
}

TEST(Overlay, MarksEachZoneByColourAndByLine) {
  const std::vector<FieldReading> fields = {field("sure", {10, 10, 60, 30}, "42", true),
                                            field("unsure", {110, 10, 160, 30}, "42", false)};
  const auto drawn = overlay(white_page(), fields);
  ASSERT_TRUE(drawn);
  EXPECT_EQ(pixel(*drawn, 10, 20), (std::vector<int>{0, 122, 61}));
  EXPECT_EQ(pixel(*drawn, 110, 11), (std::vector<int>{200, 110, 0}));
  // Solid and dashed: along its lower side the one is whole, the other is not.
  int sure = 0, unsure = 0;
  for (int x = 0; x < 50; ++x) {
    sure += pixel(*drawn, 10 + x, 29)[0] == 0;
    unsure += pixel(*drawn, 110 + x, 29)[0] == 200 && pixel(*drawn, 110 + x, 29)[2] == 0;
  }
  EXPECT_EQ(sure, 50);
  EXPECT_GT(unsure, 10);
  EXPECT_LT(unsure, 40);
}

TEST(Overlay, HasALegendBelowThePage) {
  const auto drawn = overlay(white_page(), {});
  ASSERT_TRUE(drawn);
  EXPECT_EQ(drawn->width, 400);
  EXPECT_GT(drawn->height, 200);
}

TEST(Overlay, WhatIsWrittenBesideTheFieldsIsMarkedAndCounted) {
  PageReading page = white_page();
  page.picture = Picture{900, 200, 1, std::vector<uint8_t>(180'000, 255)};
  const auto without = overlay(page, {});
  page.notes = {{NoteKind::note, {110, 10, 160, 30}, {}}};
  const auto drawn = overlay(page, {});
  ASSERT_TRUE(drawn && without);
  EXPECT_EQ(pixel(*drawn, 110, 11), (std::vector<int>{0, 70, 160}));
  const auto legend = static_cast<long>(900 * 3 * 200);
  EXPECT_FALSE(
      std::equal(drawn->pixels.begin() + legend, drawn->pixels.end(), without->pixels.begin() + legend));
}

TEST(Overlay, ZonesBeyondThePageAreCutOff) {
  EXPECT_TRUE(overlay(white_page(), {field("far", {-1e9, -50, 1e9, 1e9}, "x", false)}));
}

TEST(Overlay, WithoutAPictureThereIsNone) {
  EXPECT_FALSE(overlay(PageReading{}, {}));
}

TEST(Picture, BecomesAPngThatReadsBackTheSame) {
  Picture picture{3, 2, 3, {}};
  for (int i = 0; i < 18; ++i) picture.pixels.push_back(static_cast<uint8_t>(i * 14));
  const std::string bytes = to_png(picture);
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  ASSERT_TRUE(png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()));
  image.format = PNG_FORMAT_RGB;
  std::vector<uint8_t> pixels(PNG_IMAGE_SIZE(image));
  ASSERT_TRUE(png_image_finish_read(&image, nullptr, pixels.data(), 0, nullptr));
  EXPECT_EQ(pixels, picture.pixels);
}

TEST(Canvas, WritesLetters) {
  Picture picture{60, 10, 3, std::vector<uint8_t>(1800, 255)};
  Canvas(picture).write(0, 0, "Hi 1", {0, 0, 0}, 1);
  EXPECT_EQ(pixel(picture, 0, 0), (std::vector<int>{0, 0, 0}));
  EXPECT_EQ(Canvas::text_width("Hi 1", 2), 48);
}

}  // namespace
}  // namespace mailroom::ocr
