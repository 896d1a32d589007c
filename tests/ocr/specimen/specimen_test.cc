// Specimens of a real template: the same from the same seed, and as their truth says.
#include "ocr/specimen/specimen.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <map>
#include <set>

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "ocr/form_file.h"
#include "ocr/specimen/image_file.h"

namespace mailroom::ocr::specimen {
namespace {

constexpr double kPixels = kBlankDpi / 72.0;  // a point

Form example(const std::string& id) {
  std::vector<Diagnostic> problems;
  return load_form(std::string(MAILROOM_SOURCE) + "/examples/benefits-office/forms/" + id + ".form.yaml",
                   problems)
      .value();
}

SpecimenMaker& maker() {
  static SpecimenMaker one(example("hs1-2026"));
  return one;
}

SpecimenOptions options_with(Scan scan, uint64_t seed = 1) {
  SpecimenOptions options;
  options.scan = scan;
  options.seed = seed;
  return options;
}

Extras everything() {
  return {true, true, true, true, true, true, true};
}

// Pixels of the zone's inside that are darker than on the blank.
int new_ink(const Picture& page, const Picture& blank, const Zone& zone, double inset) {
  int count = 0;
  for (int y = static_cast<int>((zone.y0 + inset) * kPixels);
       y < static_cast<int>((zone.y1 - inset) * kPixels); ++y)
    for (int x = static_cast<int>((zone.x0 + inset) * kPixels);
         x < static_cast<int>((zone.x1 - inset) * kPixels); ++x)
      count += *page.at(x, y) < 128 && *blank.at(x, y) >= 128;
  return count;
}

TEST(Specimen, TheSameSeedGivesTheSameBytes) {
  for (const Scan scan : {Scan::none, Scan::office, Scan::grey, Scan::fax, Scan::photo}) {
    SpecimenOptions options = options_with(scan, 42);
    options.with = everything();
    const Specimen first = maker().make(3, options);
    SpecimenMaker other(example("hs1-2026"));
    const Specimen second = other.make(3, options);
    EXPECT_EQ(to_file(first).bytes, to_file(second).bytes) << to_string(scan);
    EXPECT_EQ(to_json(to_truth(first, "a")), to_json(to_truth(second, "a"))) << to_string(scan);
  }
}

TEST(Specimen, AnotherSeedOrNumberGivesAnotherSpecimen) {
  const auto truth = [](uint64_t seed, uint64_t number) {
    return to_json(to_truth(maker().make(number, options_with(Scan::none, seed)), "a"));
  };
  EXPECT_NE(truth(1, 1), truth(1, 2));
  EXPECT_NE(truth(1, 1), truth(2, 1));
}

TEST(Specimen, HowItIsScannedDoesNotChangeWhatIsWritten) {
  SpecimenOptions fax = options_with(Scan::fax), office = options_with(Scan::office);
  fax.with.stamps = fax.with.folds = true;
  const Specimen a = maker().make(1, fax), b = maker().make(1, office);
  for (size_t i = 0; i < a.filling.size(); ++i) EXPECT_EQ(a.filling[i].value, b.filling[i].value);
}

TEST(Specimen, ThereIsInkWhereTheTruthHasAValueAndNoneWhereItHasNone) {
  const auto blank = read_blank(maker().form().blank);
  int filled = 0, empty = 0;
  for (uint64_t number = 1; number <= 5; ++number) {
    const Specimen made = maker().make(number, options_with(Scan::none));
    for (size_t i = 0; i < made.filling.size(); ++i) {
      const Field& field = made.form->fields[i];
      const Entry& entry = made.filling[i];
      const size_t page = static_cast<size_t>(field.page) - 1;
      const bool is_filled = !entry.value.empty() || entry.ticked;
      // The descenders of the line above may reach in.
      const int ink = new_ink(made.pages[page].picture, blank[page], field.zone, is_filled ? 0 : 2.5);
      if (is_filled) {
        EXPECT_GT(ink, 4) << field.id << " of " << number;
      } else {
        EXPECT_EQ(ink, 0) << field.id << " of " << number;
      }
      ++(is_filled ? filled : empty);
    }
  }
  EXPECT_GT(filled, 60);
  EXPECT_GT(empty, 60);
}

TEST(Specimen, NothingIsStruckOutUnlessAskedForAndThenItIsTold) {
  SpecimenOptions options = options_with(Scan::none);
  int struck = 0;
  for (uint64_t number = 1; number <= 6; ++number) {
    for (const Entry& entry : maker().make(number, options).filling) EXPECT_FALSE(entry.altered);
  }
  options.with.struck = true;
  for (uint64_t number = 1; number <= 6; ++number) {
    const Specimen made = maker().make(number, options);
    const Value truth = to_truth(made, "x.tif");
    const List& fields = truth.context().at("fields").list();
    ASSERT_EQ(fields.size(), made.filling.size());
    for (size_t i = 0; i < fields.size(); ++i) {
      const Entry& entry = made.filling[i];
      EXPECT_EQ(fields[i].context().at("altered").is_true(), entry.altered);
      if (!entry.altered) continue;
      ++struck;
      EXPECT_FALSE(entry.ticked);  // a mark is taken back
      if (made.form->fields[i].type != FieldType::checkbox) {
        EXPECT_NE(entry.struck, "");
      }
    }
  }
  EXPECT_GT(struck, 2);
}

TEST(Specimen, EveryKindOfAlterationComesUpAndIsNamed) {
  SpecimenOptions options = options_with(Scan::none);
  options.with.struck = true;
  options.filled = 1;
  std::set<std::string> kinds;
  for (uint64_t number = 1; number <= 30; ++number) {
    const Value truth = to_truth(maker().make(number, options), "x.tif");
    for (const Value& field : truth.context().at("fields").list())
      if (field.context().at("altered").is_true()) kinds.emplace(field.context().at("alteration").text());
  }
  EXPECT_THAT(kinds,
              testing::IsSupersetOf({"line", "two_lines", "slash", "cross", "scribble", "overwritten"}));
}

TEST(Specimen, TellsWhatIsWrittenBesideTheFieldsAndWhere) {
  SpecimenOptions options = options_with(Scan::none);
  options.filled = 0.1;
  SpecimenOptions plain = options;
  options.with.notes = options.with.stamps = true;
  std::set<std::string> kinds;
  for (uint64_t number = 1; number <= 12; ++number) {
    const Specimen made = maker().make(number, options), without = maker().make(number, plain);
    EXPECT_TRUE(to_truth(without, "x.tif").context().at("notes").is_null());
    for (const Annotation& one : made.annotations) {
      kinds.emplace(to_string(one.kind));
      const auto page = static_cast<size_t>(one.page) - 1;
      EXPECT_GT(new_ink(made.pages[page].picture, without.pages[page].picture, one.zone, 0), 30) << one.text;
    }
  }
  EXPECT_EQ(kinds, (std::set<std::string>{"note", "stamp"}));
}

TEST(Specimen, SignsWhereTheFormAsksForIt) {
  SpecimenOptions options = options_with(Scan::none);
  options.with.signatures = true;
  size_t signatures = 0;
  for (uint64_t number = 1; number <= 6; ++number)
    for (const Annotation& one : maker().make(number, options).annotations)
      signatures += one.kind == Annotation::Kind::signature;
  EXPECT_GT(signatures, 0U);
}

TEST(Specimen, TheTruthNamesEveryFieldOfThePagesThatWereSent) {
  const Specimen photo = maker().make(1, options_with(Scan::photo));
  const Value truth = to_truth(photo, "hs1-2026-1.jpg");
  EXPECT_EQ(truth.context().at("file").text(), "hs1-2026-1.jpg");
  EXPECT_EQ(truth.context().at("form").text(), "hs1-2026");
  EXPECT_EQ(truth.context().at("pages"), Value(1));
  size_t on_first = 0;
  for (const Field& field : maker().form().fields) on_first += field.page == 1;
  const List& fields = truth.context().at("fields").list();
  ASSERT_EQ(fields.size(), on_first);
  EXPECT_EQ(to_json(fields[0].context().at("rect")), "[42.8, 161.8, 292.84, 178.2]");
  EXPECT_EQ(fields[0].context().at("name").text(), "claimant.surname");
  EXPECT_EQ(fields[0].context().at("page"), Value(0));
  EXPECT_EQ(fields[0].context().at("type").text(), "text");
}

TEST(Specimen, EveryScannerWritesAFileOfItsKindAndResolution) {
  struct Expected {
    Scan scan;
    std::string suffix, begins;
  };
  for (const auto& [scan, suffix, begins] : std::vector<Expected>{{Scan::none, ".tif", "II*"},
                                                                  {Scan::office, ".tif", "II*"},
                                                                  {Scan::grey, ".pdf", "%PDF-"},
                                                                  {Scan::fax, ".tif", "II*"},
                                                                  {Scan::photo, ".jpg", "\xff\xd8\xff"}}) {
    const Specimen made = maker().make(2, options_with(scan));
    const SpecimenFile file = to_file(made);
    EXPECT_EQ(file.suffix, suffix);
    EXPECT_THAT(file.bytes, testing::StartsWith(begins));
    if (suffix == ".pdf") continue;
    size_t offset = 0;
    const auto* bytes = reinterpret_cast<const l_uint8*>(file.bytes.data());
    for (const ScannedPage& page : made.pages) {
      Pix* pix = suffix == ".tif" ? pixReadMemFromMultipageTiff(bytes, file.bytes.size(), &offset)
                                  : pixReadMem(bytes, file.bytes.size());
      ASSERT_NE(pix, nullptr);
      EXPECT_EQ(pixGetDepth(pix), suffix == ".tif" ? 1 : 8);
      EXPECT_EQ(pixGetXRes(pix), page.dpi_x);
      EXPECT_EQ(pixGetYRes(pix), page.dpi_y);
      EXPECT_EQ(pixGetWidth(pix), page.picture.width);
      EXPECT_EQ(pixGetHeight(pix), page.picture.height);
      pixDestroy(&pix);
    }
    EXPECT_EQ(offset, 0u);  // no page more
  }
}

TEST(Specimen, AFaxHasGroupThreesLines) {
  std::map<int, int> resolutions;
  for (uint64_t number = 1; number <= 12; ++number) {
    for (const ScannedPage& page : maker().make(number, options_with(Scan::fax)).pages) {
      EXPECT_EQ(page.picture.width, 1728);
      EXPECT_EQ(page.dpi_x, 204);
      ++resolutions[page.dpi_y];
    }
  }
  EXPECT_GT(resolutions[196], 0);
  EXPECT_GT(resolutions[98], 0);
  EXPECT_EQ(resolutions.size(), 2u);
}

TEST(SpecimenMaker, AFormWithoutItsBlankCannotBeFilledIn) {
  Form form = example("hs1-2026");
  form.blank.clear();
  form.file = "forms/hs1-2026.form.yaml";
  try {
    const SpecimenMaker none(std::move(form));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), "no_blank");
    EXPECT_STREQ(error.what(),
                 "forms/hs1-2026.form.yaml: form 'hs1-2026' has no picture of its blank beside it");
    EXPECT_EQ(error.hint(), "make the template again with 'mailroom form new'");
  }
}

TEST(SpecimenMaker, ABlankThatIsNoTiffSaysSo) {
  const TemporaryFolder folder;
  Form form = example("hs1-2026");
  form.blank = folder.path() / "hs1-2026.blank.tif";
  write_file(form.blank, "not a picture");
  try {
    const SpecimenMaker none(std::move(form));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), "blank_unreadable");
    EXPECT_EQ(error.message(), "the blank's picture is not a TIFF of black and white pages");
  }
}

}  // namespace
}  // namespace mailroom::ocr::specimen
