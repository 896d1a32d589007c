// The file that parsed templates are kept in: a cache that may be missing, old or damaged, and never tells
// another tale than the templates' own files.
#include "ocr/compiled_forms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <thread>

#include "base/error.h"
#include "base/file.h"
#include "ocr/form_file.h"
#include "ocr/form_folders.h"

namespace mailroom::ocr {
namespace {

namespace fs = std::filesystem;

std::string yaml_of(const std::string& id, const std::string& title) {
  return "id: " + id + "\ntitle: \"" + title +
         "\"\nlocale: en-US\nvalid_from: 2026-04-01\npages:\n  - {size: [600, 800]}\n  - {size: [600.5, "
         "800], code: {kind: qr, pattern: \"F/2\"}}\n"
         "fields:\n"
         "  - {id: name, label: \"Name of the person\", type: name, zone: [10, 20.5, 200, 40], required: "
         "true,"
         " acroform: \"top.page1.name_of_the_person\"}\n"
         "  - {id: code, page: 2, zone: [10, 20, 200, 40], comb: true, max_length: 9, format: nino,"
         " threshold: 0.875, pattern: \"[A-Z0-9]*\", acroform: \"top.page2.code\"}\n"
         "  - {id: ticked, page: 2, type: checkbox, zone: [10, 50, 20, 60], on_value: \"1\"}\n"
         "  - {id: notes, page: 2, multiline: true, zone: [10, 70, 300, 200]}\n"
         "  - {id: account, page: 2, barcode: {kind: [code128, qr], pattern: \"A[0-9]+\"}}\n";
}

class CompiledFormsTest : public testing::Test {
 protected:
  CompiledFormsTest() : forms_(folder_.path() / "forms"), cache_(folder_.path() / "cache") {
    fs::create_directory(forms_);
    for (const char* id : {"a", "b", "c"}) write(id, std::string("Form ") + id);
    write_file(forms_ / "d.form.yaml",
               "id: d\nlayout: free\ncode: \"D/([0-9])\"\nphrases: [payslip, employer]\nfields:\n"
               "  - {id: net, type: amount, near: [Net pay, Net], side: right}\n"
               "tables:\n  - {id: rows, label: Rows, until: [Total], columns: [{id: what, header: [What]}, "
               "{id: amount, type: amount, header: [Amount], optional: true, total: net}]}\n");
  }

  void write(const std::string& id, const std::string& title) {
    write_file(forms_ / (id + ".form.yaml"), yaml_of(id, title));
    write_file(forms_ / (id + ".words.tsv"),
               "1\t1\t2\t3\t4.1\tName\n1\t5\t2\t9\t4.1\tof\n2\t1\t2\t3\t4\t" + id + "\n");
    write_file(forms_ / (id + ".blank.tif"), "a picture");
  }
  FormSet load() const { return load_form_folders({forms_}, cache_); }
  fs::path file() const { return fs::directory_iterator(cache_)->path(); }
  // Changes with every write, as a file that is written is a new one.
  ino_t written() const {
    struct stat status {};
    ::stat(file().c_str(), &status);
    return status.st_ino;
  }
  std::string error_of_loading() const {
    try {
      load();
    } catch (const Error& error) {
      return error.where() + ": " + error.message();
    }
    return "none";
  }

  TemporaryFolder folder_;
  fs::path forms_, cache_;
};

std::vector<std::string> texts(const std::vector<BlankWord>& words) {
  std::vector<std::string> out;
  for (const BlankWord& word : words) out.push_back(word.text);
  return out;
}

// All that a template's own files say, and where they are.
std::string told(const Form& form) {
  const FormFiles files = to_files(form);
  return form.file.string() + "\n" + form.blank.string() + "\n" + files.yaml + files.words;
}

TEST_F(CompiledFormsTest, SaysWhatTheTemplatesOwnFilesSay) {
  load();
  const auto time = written();
  const FormSet set = load();
  EXPECT_EQ(written(), time) << "made once";
  const std::vector<Form> parsed = load_forms(forms_);
  ASSERT_EQ(set.forms.size(), 4U);
  for (size_t i = 0; i < parsed.size(); ++i) EXPECT_EQ(told(set.forms[i]), told(parsed[i]));
  EXPECT_THAT(texts(set.forms[1].pages.at(1).words.list()), testing::ElementsAre("b"));
}

TEST_F(CompiledFormsTest, FindsPagesByWordAndByFieldName) {
  load();
  const FormSet set = load();
  ASSERT_EQ(set.index->page_count(), 6U);
  EXPECT_THAT(set.index->pages_with_word("Name"), testing::ElementsAre(0, 2, 4));
  EXPECT_THAT(set.index->pages_with_word("c"), testing::ElementsAre(5));
  EXPECT_THAT(set.index->pages_with_word("payslip"), testing::IsEmpty());
  EXPECT_THAT(set.index->pages_with_field("top.page2.code"), testing::ElementsAre(1, 3, 5));
  EXPECT_EQ(set.index->field_names(1), 1U);
  EXPECT_DOUBLE_EQ(set.index->weight(0), 2 * set.index->rarity(3));
}

TEST_F(CompiledFormsTest, AChangedTemplateIsReadAgain) {
  load();
  write_file(forms_ / "b.form.yaml", yaml_of("b", "Form b, new"));
  EXPECT_EQ(load().forms.at(1).title, "Form b, new");
  EXPECT_EQ(load().forms.at(1).title, "Form b, new");
  EXPECT_EQ(load().forms.at(2).title, "Form c");
}

TEST_F(CompiledFormsTest, ChangedWordsAreReadAgain) {
  load();
  write_file(forms_ / "b.words.tsv", "1\t1\t2\t3\t4\tAnother\n");
  for (int start = 0; start < 2; ++start) {
    const FormSet set = load();
    EXPECT_THAT(texts(set.forms.at(1).pages.at(0).words.list()), testing::ElementsAre("Another"));
    EXPECT_THAT(set.index->pages_with_word("Another"), testing::ElementsAre(2));
    EXPECT_THAT(set.index->pages_with_word("b"), testing::IsEmpty());
  }
  fs::remove(forms_ / "b.words.tsv");
  EXPECT_TRUE(load().forms.at(1).pages.at(0).words.list().empty());
}

TEST_F(CompiledFormsTest, TemplatesComeAndGo) {
  load();
  fs::remove(forms_ / "a.form.yaml");
  EXPECT_EQ(load().forms.size(), 3U);
  EXPECT_THAT(load().index->pages_with_word("Name"), testing::ElementsAre(0, 2));
  write("aa", "Form aa");
  EXPECT_EQ(load().forms.at(0).id, "aa");
  EXPECT_EQ(load().forms.size(), 4U);
}

TEST_F(CompiledFormsTest, ABlankThatComesOrGoesIsSeen) {
  load();
  fs::remove(forms_ / "b.blank.tif");
  EXPECT_EQ(load().forms.at(1).blank, "");
  write_file(forms_ / "b.blank.tif", "a picture");
  EXPECT_EQ(load().forms.at(1).blank, forms_ / "b.blank.tif");
}

TEST_F(CompiledFormsTest, AnErrorIsToldWithItsPlaceEachTime) {
  load();
  write_file(forms_ / "b.form.yaml", "id: b\npages:\n  - {size: [600]}\n");
  const std::string error = error_of_loading();
  EXPECT_EQ(error, (forms_ / "b.form.yaml").string() + ":3:12: 'size': expected 2 numbers, got 1");
  EXPECT_EQ(error_of_loading(), error);
  write("b", "Form b");
  EXPECT_EQ(load().forms.size(), 4U);
}

TEST_F(CompiledFormsTest, AnIdThatIsThereTwiceIsToldEachTime) {
  load();
  write_file(forms_ / "b.form.yaml", yaml_of("a", "Form b"));
  const std::string error = error_of_loading();
  EXPECT_THAT(error, testing::HasSubstr("form 'a' is there twice"));
  EXPECT_EQ(error_of_loading(), error);
}

TEST_F(CompiledFormsTest, ACutFileIsMadeAgain) {
  load();
  const std::string good = read_file(file());
  for (size_t kept = 0; kept < good.size(); kept += 7) {
    write_file(file(), good.substr(0, kept));
    EXPECT_FALSE(open_compiled_forms(file()).has_value()) << kept;
  }
  EXPECT_EQ(load().forms.size(), 4U);
  EXPECT_EQ(read_file(file()), good);
}

TEST_F(CompiledFormsTest, NoDamagedByteIsBelieved) {
  load();
  const std::string good = read_file(file());
  size_t words = 0;
  {
    const auto compiled = open_compiled_forms(file());
    ASSERT_TRUE(compiled);
    for (const Form& form : compiled->forms)
      for (const FormPage& page : form.pages) words += page.words.packed().size();
  }
  for (size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ (1 << at % 8));
    write_file(file(), bad);
    const auto compiled = open_compiled_forms(file());
    EXPECT_EQ(compiled.has_value(), at >= good.size() - words) << at;
    if (!compiled) continue;
    int damaged = 0;  // words are checked when they are asked for
    for (const Form& form : compiled->forms) {
      for (const FormPage& page : form.pages) {
        damaged += page.words.is_damaged();
        EXPECT_EQ(page.words.is_damaged(), page.words.list().empty());
      }
    }
    EXPECT_EQ(damaged, 1) << at;
  }
}

TEST_F(CompiledFormsTest, DamagedWordsAreNotHandedOn) {
  load();
  std::string bytes = read_file(file());
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  write_file(file(), bytes);
  write("a", "Form a, new");
  load();
  EXPECT_THAT(texts(load().forms.at(2).pages.at(1).words.list()), testing::ElementsAre("c"));
}

TEST_F(CompiledFormsTest, WithoutAWritableCacheAllIsParsed) {
  write_file(folder_.path() / "a-file", "in the way");
  for (const fs::path& cache : {fs::path(), folder_.path() / "a-file"}) {
    const FormSet set = load_form_folders({forms_}, cache);
    EXPECT_EQ(set.forms.size(), 4U);
    EXPECT_THAT(set.index->pages_with_word("c"), testing::ElementsAre(5));
  }
  EXPECT_FALSE(fs::exists(cache_));
}

TEST_F(CompiledFormsTest, SeveralFoldersAreOneSet) {
  const fs::path more = folder_.path() / "more";
  fs::create_directory(more);
  write_file(more / "a.form.yaml", yaml_of("z", "Form z"));
  for (int start = 0; start < 2; ++start) {
    const FormSet set = load_form_folders({forms_, more}, cache_);
    ASSERT_EQ(set.forms.size(), 5U);
    EXPECT_EQ(set.forms[4].file, more / "a.form.yaml");
    EXPECT_EQ(set.index->page_count(), 8U);
  }
  write_file(more / "a.form.yaml", yaml_of("b", "Form b"));
  for (int start = 0; start < 2; ++start) {
    try {
      load_form_folders({forms_, more}, cache_);
      FAIL() << "two forms have one id";
    } catch (const Error& error) {
      EXPECT_EQ(error.message(), "form 'b' is also in " + (forms_ / "b.form.yaml").string());
    }
  }
}

TEST_F(CompiledFormsTest, SeveralMayMakeItAtOnce) {
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i) {
        std::error_code ignored;
        if (i % 5 == 0) fs::remove_all(cache_, ignored);
        const FormSet set = load();
        right += set.forms.size() == 4 &&
                 texts(set.forms[2].pages.at(1).words.list()) == std::vector<std::string>{"c"};
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, 80);
  EXPECT_EQ(load().index->page_count(), 6U);
}

Field named(const std::string& id) {
  Field field;
  field.id = id;
  return field;
}

TEST(FieldList, IsMadeOnceForAllCopiesWhenSomebodyLooksAtIt) {
  int made = 0;
  const FieldList list = FieldList::made_later([&] {
    ++made;
    return std::vector<Field>{named("a")};
  });
  const FieldList copy = list;
  EXPECT_EQ(made, 0);
  EXPECT_EQ(list.at(0).id, "a");
  EXPECT_EQ(&copy[0], &list[0]);
  EXPECT_EQ(made, 1);
}

TEST(FieldList, ACopyThatGrowsLeavesTheOtherAsItIs) {
  FieldList list = {named("a")};
  const FieldList copy = list;
  list.push_back(named("b"));
  list.push_back(named("c"));
  EXPECT_EQ(list.size(), 3U);
  EXPECT_EQ(copy.size(), 1U);
  EXPECT_TRUE(FieldList().empty());
}

}  // namespace
}  // namespace mailroom::ocr
