// Forms drawn for the tests of reading by picture: words and boxes in Leptonica's own bitmap font, filled and
// scanned crookedly. Seeded: the same every time.
#pragma once

#include <leptonica/allheaders.h>

#include <random>
#include <string>
#include <vector>

#include "base/file.h"
#include "ocr/form.h"
#include "ocr/reader/raster.h"

namespace mailroom::ocr::reader {

inline constexpr int kDrawnWidth = 1654, kDrawnHeight = 2339;  // A4 at 200 dpi

inline void write_text(Raster& page, int x, int y, const std::string& text, int size = 10) {
  L_BMF* font = bmfCreate(nullptr, size);
  l_int32 width = 0;
  pixSetTextline(page.get(), font, text.c_str(), 1, x, y, &width, nullptr);
  bmfDestroy(&font);
}

inline void draw_box(Raster& page, int x, int y, int width, int height) {
  BOX* box = boxCreate(x, y, width, height);
  pixRenderBox(page.get(), box, 2, L_SET_PIXELS);
  boxDestroy(&box);
}

// Made-up words all over the page, another page for another seed, and `title` at the top.
inline Raster draw_blank(unsigned seed, const std::string& title) {
  Raster page(pixCreate(kDrawnWidth, kDrawnHeight, 1));
  std::mt19937 random(seed);
  write_text(page, 150, 160, title, 20);
  for (int y = 300; y < 2150; y += 90) {
    int x = 120 + static_cast<int>(random() % 80);
    while (x < 700) {
      std::string word;
      for (unsigned i = 0, n = 3 + random() % 6; i < n; ++i) word += static_cast<char>('a' + random() % 26);
      write_text(page, x, y, word, 8 + 2 * static_cast<int>(random() % 3));
      x += 110 + static_cast<int>(random() % 90);
    }
    if (random() % 3 != 0) draw_box(page, 900 + static_cast<int>(random() % 60), y - 40, 560, 56);
  }
  return page;
}

// A form of one page with a text field in each of the given boxes (pixels) and a tick box.
inline Form drawn_form(const TemporaryFolder& folder, const std::string& id, const Raster& blank) {
  Form form;
  form.id = id;
  form.blank = folder.path() / (id + ".blank.tif");
  pixSetResolution(blank.get(), kBlankDpi, kBlankDpi);
  pixWriteTiff(form.blank.c_str(), blank.get(), IFF_TIFF_G4, "w");
  form.pages.push_back({kDrawnWidth * 72.0 / kBlankDpi, kDrawnHeight * 72.0 / kBlankDpi, {}, {}});
  return form;
}

inline Field field_at(const std::string& id, FieldType type, int x, int y, int width, int height) {
  constexpr double kPoints = 72.0 / kBlankDpi;
  Field field;
  field.id = id;
  field.type = type;
  field.zone = {x * kPoints, y * kPoints, (x + width) * kPoints, (y + height) * kPoints};
  return field;
}

// As a scanner sees it: turned a little, shifted, with some specks.
inline Raster scanned(const Raster& page, double degrees, int dx, int dy, unsigned specks = 60) {
  Raster out(pixRotate(page.get(), static_cast<float>(degrees * 3.14159265 / 180), L_ROTATE_SAMPLING,
                       L_BRING_IN_WHITE, 0, 0));
  Raster moved(pixTranslate(nullptr, out.get(), dx, dy, L_BRING_IN_WHITE));
  std::mt19937 random(7);
  for (unsigned i = 0; i < specks; ++i)
    pixSetPixel(moved.get(), static_cast<int>(random() % kDrawnWidth),
                static_cast<int>(random() % kDrawnHeight), 1);
  pixSetResolution(moved.get(), kBlankDpi, kBlankDpi);
  return moved;
}

}  // namespace mailroom::ocr::reader
