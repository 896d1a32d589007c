// The file that compiled templates are kept in: a cache that may be missing, old or damaged.
#include "ocr/reader/compiled_templates.h"

#include <gtest/gtest.h>

#include "ocr/reader/packed_picture.h"
#include "ocr/reader/template_page.h"
#include "tests/ocr/drawn_form.h"

namespace mailroom::ocr::reader {
namespace {

namespace fs = std::filesystem;

class CompiledTemplatesTest : public testing::Test {
 protected:
  CompiledTemplatesTest() : cache_(folder_.path() / "cache") {
    for (unsigned seed : {1U, 2U})
      forms_.push_back(drawn_form(folder_, "form-" + std::to_string(seed), draw_blank(seed, "Return")));
  }
  fs::path file() const { return fs::directory_iterator(cache_)->path(); }
  fs::file_time_type written() const { return fs::last_write_time(file()); }

  TemporaryFolder folder_;
  fs::path cache_;
  std::vector<Form> forms_;
};

TEST_F(CompiledTemplatesTest, IsMadeOnceAndMappedFromThenOn) {
  const std::vector<TemplatePage> first = load_template_pages(forms_, cache_);
  ASSERT_EQ(first.size(), 2U);
  const auto time = written();
  const std::vector<TemplatePage> again = load_template_pages(forms_, cache_);
  ASSERT_EQ(again.size(), 2U);
  EXPECT_EQ(written(), time);
  const Bits blank = Bits::from_pix(*draw_blank(1, "Return"));
  EXPECT_EQ(Bits(again[0].full()).remove(blank).count(), 0);
  EXPECT_EQ(again[0].full().count(), blank.count());
  EXPECT_EQ(again[0].patches().size(), first[0].patches().size());
}

TEST_F(CompiledTemplatesTest, AChangedBlankIsCompiledAgain) {
  load_template_pages(forms_, cache_);
  drawn_form(folder_, "form-1", draw_blank(7, "Another return"));
  const auto pages = load_template_pages(forms_, cache_);
  ASSERT_EQ(pages.size(), 2U);
  EXPECT_EQ(pages[0].full().count(), Bits::from_pix(*draw_blank(7, "Another return")).count());
  EXPECT_EQ(pages[1].full().count(), Bits::from_pix(*draw_blank(2, "Return")).count());
}

TEST_F(CompiledTemplatesTest, ADamagedFileIsMadeAgain) {
  load_template_pages(forms_, cache_);
  const std::string good = read_file(file());
  for (const size_t kept :
       {size_t{0}, size_t{1}, size_t{40}, size_t{2000}, good.size() / 2, good.size() - 1}) {
    write_file(file(), good.substr(0, kept));
    EXPECT_EQ(load_template_pages(forms_, cache_).size(), 2U) << kept;
    EXPECT_EQ(read_file(file()).size(), good.size()) << kept;
  }
}

TEST_F(CompiledTemplatesTest, NoDamagedByteOfHeaderOrEntriesIsBelieved) {
  load_template_pages(forms_, cache_);
  const std::string good = read_file(file());
  const size_t checked = good.size() - [&] {
    const auto templates = CompiledTemplates::from_bytes(good);
    size_t bytes = 0;
    for (const CompiledPage& page : templates->pages()) bytes += templates->data(page).size();
    return bytes;
  }();
  for (size_t at = 0; at < checked; at += 13) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 0x41);
    EXPECT_EQ(CompiledTemplates::from_bytes(std::move(bad)), nullptr) << at;
  }
}

TEST_F(CompiledTemplatesTest, DamagedDataCrashesNothing) {
  load_template_pages(forms_, cache_);
  std::string bytes = read_file(file());
  for (size_t at = bytes.size() / 4; at < bytes.size(); at += 97) bytes[at] = '\xff';
  const auto templates = CompiledTemplates::from_bytes(bytes);
  ASSERT_NE(templates, nullptr);
  for (const CompiledPage& page : templates->pages()) {
    EXPECT_EQ(templates->full(page).width(), kDrawnWidth);
    EXPECT_GT(templates->quarter(page).width(), 0);
  }
}

TEST_F(CompiledTemplatesTest, WithoutAWritableCacheTheyLiveInMemory) {
  EXPECT_EQ(load_template_pages(forms_, {}).size(), 2U);
  write_file(folder_.path() / "a-file", "in the way");
  EXPECT_EQ(load_template_pages(forms_, folder_.path() / "a-file").size(), 2U);
}

TEST(PackedPicture, UnpacksToWhatWasPacked) {
  const Bits picture = Bits::from_pix(*draw_blank(5, "Return"));
  const std::vector<uint32_t> data = packed(picture);
  const Bits same = unpacked(data, picture.width(), picture.height());
  EXPECT_EQ(same.count(), picture.count());
  EXPECT_EQ(Bits(same).remove(picture).count(), 0);
  EXPECT_LT(data.size() * sizeof(uint32_t), picture.stride() * 8 * static_cast<size_t>(picture.height()) / 2);
}

}  // namespace
}  // namespace mailroom::ocr::reader
