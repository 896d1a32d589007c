#include "ocr/reader/page_language.h"

#include <algorithm>

#include "base/letters.h"
#include "base/text.h"
#include "ocr/language.h"

namespace mailroom::ocr::reader {
namespace {

struct ShortWords {
  std::string_view pack;
  std::string_view words;  // without accents, a blank before and after each
};

// The most frequent words of each language that are no word of the others' here ("a", "de", "la", "o" and the
// like say nothing), as letters from offices have them.
constexpr ShortWords kShortWords[] = {
    {"eng", " the of and to for is that with this have from your you are not be been will we our which has "},
    {"deu",
     " der die das und ist nicht mit von den dem des zu fur auf sie ihr ihre ich wir wird werden ein eine "
     "einen "},
    {"fra",
     " le les et est pour dans avec vous votre nous une sur que qui pas ne au aux des cette du ce je "},
    {"spa", " el los las y es para con usted su una por del en no que se lo como al este esta "},
    {"pol", " i w z na do nie sie jest oraz dla od przez ze po pan pani lub prosze nr jak "},
    {"cym", " y yr a'r o'r i'r yn ar am gan wedi eich chi rydym mae fod ei hon ddim hefyd neu bod os "},
};

std::string plain(std::string_view word) {
  std::string text = to_lower_latin(without_accents(word));
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || c == '\''; };
  while (!text.empty() && !is_letter(text.back())) text.pop_back();
  const auto first = std::find_if(text.begin(), text.end(), is_letter);
  return {first, text.end()};
}

long short_words_of(std::string_view language, const std::vector<std::string>& words) {
  long count = 0;
  for (const std::string& pack : packs_of(language))
    for (const ShortWords& list : kShortWords)
      if (list.pack == pack)
        count += std::count_if(words.begin(), words.end(), [&](const std::string& word) {
          return list.words.find(" " + word + " ") != std::string_view::npos;
        });
  return count;
}

}  // namespace

std::string likeliest_language(const std::vector<Word>& words, const std::vector<std::string>& languages) {
  constexpr long kFew = 4;
  std::vector<std::string> texts;
  for (const Word& word : words)
    if (std::string text = plain(word.text); !text.empty()) texts.push_back(std::move(text));
  std::string likeliest = languages.front();
  long most = std::max(kFew, 3 * short_words_of(likeliest, texts) / 2);
  for (const std::string& language : languages) {
    const long count = language == languages.front() ? 0 : short_words_of(language, texts);
    if (count >= most) most = count + 1, likeliest = language;
  }
  return likeliest;
}

RecognisedPage recognise_page(const InkReader& ink, const Raster& image, double dpi,
                              const std::vector<std::string>& languages) {
  RecognisedPage page{ink.read_page(image, dpi, languages.front()), languages.front()};
  if (languages.size() == 1) return page;
  const std::string likeliest = likeliest_language(page.words, languages);
  if (likeliest == page.language) return page;
  return {ink.read_page(image, dpi, likeliest), likeliest};
}

}  // namespace mailroom::ocr::reader
