#include <signal.h>

#include <chrono>
#include <thread>

#include "base/error.h"
#include "base/log.h"
#include "tests/ocr/fake_reader.h"

namespace mailroom::ocr {
namespace {

TEST(ReaderClient, HandsADocumentOverAndTakesItsReadingBack) {
  Reader reader(fake_reader());
  EXPECT_EQ(deed(reader, "say hello"), "hello");
}

TEST(ReaderClient, NamesTheFileAsItsCallerDid) {
  Reader reader(fake_reader());
  const FileDescriptor document = document_saying("say hello");
  EXPECT_EQ(reader.read("post/017.tif", document.get()).file, "post/017.tif");
}

TEST(ReaderClient, ReadsADocumentFromItsFirstByteWhereverItsDescriptorStands) {
  Reader reader(fake_reader());
  const FileDescriptor document = document_saying("say hello");
  ::lseek(document.get(), 3, SEEK_SET);
  EXPECT_EQ(reader.read("a", document.get()).pages.at(0).text, "hello");
  EXPECT_EQ(reader.read("a", document.get()).pages.at(0).text, "hello");
}

TEST(ReaderClient, TakesPicturesAsRawPixels) {
  Reader reader(fake_reader());
  const FileDescriptor document = document_saying("picture");
  const DocumentReading reading = reader.read("a", document.get());
  ASSERT_TRUE(reading.pages.at(0).picture);
  EXPECT_EQ(reading.pages[0].picture->width, 40);
  EXPECT_EQ(reading.pages[0].picture->pixels.size(), 3600u);
  EXPECT_DOUBLE_EQ(reading.pages[0].picture_dpi, 100);
}

TEST(ReaderClient, ADocumentThatCrashesItsChildCostsOnlyItself) {
  Reader reader(fake_reader());
  for (const char* way : {"crash", "abort", "exit", "throw"}) {
    EXPECT_EQ(deed(reader, way), "[crashed]") << way;
    EXPECT_EQ(deed(reader, "say still here"), "still here") << way;
  }
}

TEST(ReaderClient, SaysNothingOfTheCrashsKindToAClerk) {
  Reader reader(fake_reader());
  const FileDescriptor document = document_saying("crash");
  EXPECT_EQ(reader.read("a", document.get()).failure->message,
            "the document could not be opened: it upsets the reader");
}

TEST(ReaderClient, EndsADocumentThatHangsOrSpinsAtItsTime) {
  ReaderOptions options = fake_reader();
  options.limits.seconds = 1;
  Reader reader(options);
  const FileDescriptor document = document_saying("hang");
  EXPECT_EQ(reader.read("a", document.get()).failure,
            (ReadFailure{"timed_out", "reading the document took longer than the limit of 1 second"}));
  EXPECT_EQ(deed(reader, "spin"), "[timed_out]");
  EXPECT_EQ(deed(reader, "say still here"), "still here");
}

TEST(ReaderClient, RefusesAnswersThatAreNoAnswers) {
  Reader reader(fake_reader());
  for (const char* way : {"garbage", "cut", "lie"}) EXPECT_EQ(deed(reader, way), "[crashed]") << way;
}

TEST(ReaderClient, TakesThePartsOfADocumentThatItAskedFor) {
  Reader reader(fake_reader());
  const auto cut = [&](std::string_view content, size_t parts) {
    const FileDescriptor document = document_saying(content);
    return reader.cut("batch.tif", document.get(), std::vector<PageRange>(parts, {1, 2}));
  };
  EXPECT_EQ(cut("say hello", 2).parts, std::vector<std::string>(2, "say hello"));
  // What the child answers may be anything.
  for (const char* way : {"crash", "garbage", "say little", "II*"}) {
    const CutDocument lies = cut(std::string(way) + (*way == 'I' ? std::string("\0 a TIFF", 8) : ""), 2);
    ASSERT_TRUE(lies.failure) << way;
    EXPECT_EQ(lies.failure->code, "crashed") << way;
    EXPECT_TRUE(lies.parts.empty());
  }
}

TEST(ReaderClient, StopsListeningToAnAnswerWithoutEnd) {
  Reader reader(fake_reader());
  EXPECT_EQ(deed(reader, "flood"), "[crashed]");
  EXPECT_EQ(deed(reader, "say still here"), "still here");
}

TEST(ReaderClient, RefusesADocumentLargerThanItsLimitAndSaysWhich) {
  ReaderOptions options = fake_reader();
  options.limits.bytes = 1 << 20;
  Reader reader(options);
  const FileDescriptor document = document_saying(std::string((1 << 20) + 1, 'x'));
  EXPECT_EQ(
      reader.read("a", document.get()).failure,
      (ReadFailure{"too_large", "the file has 1,048,577 bytes, more than the limit of 1,048,576 bytes"}));
}

TEST(ReaderClient, UnpackingCrashesAsHarmlessly) {
  Reader reader(fake_reader());
  const FileDescriptor document = document_saying("crash");
  EXPECT_EQ(reader.unpack("a", document.get()).failure->code, "crashed");
}

TEST(ReaderClient, StartsTheReaderAgainWhenItDies) {
  log::set_level(log::Level::error);
  Reader reader(fake_reader(2));
  EXPECT_EQ(deed(reader, "say before"), "before");
  const std::string parent = deed(reader, "parent");
  ASSERT_EQ(::kill(std::stoi(parent), SIGKILL), 0);
  EXPECT_EQ(deed(reader, "say after"), "after");
  EXPECT_NE(deed(reader, "parent"), parent);
  log::set_level(log::Level::info);
}

TEST(ReaderClient, WhatAChildHadToLoadItsSuccessorsFindLoaded) {
  Reader reader(fake_reader());
  EXPECT_EQ(deed(reader, "loaded"), "no");
  EXPECT_EQ(deed(reader, "load"), "yes");
  EXPECT_EQ(deed(reader, "loaded"), "yes");
}

TEST(ReaderClient, TakesItsChildrenWithItWhenItIsClosed) {
  ReaderOptions options = fake_reader(2);
  options.limits.seconds = 2;
  pid_t parent = 0;
  {
    Reader reader(options);
    parent = std::stoi(deed(reader, "parent"));
    ASSERT_EQ(::kill(parent, 0), 0);
  }
  EXPECT_NE(::kill(parent, 0), 0);
}

TEST(ReaderClient, ServesSeveralThreadsAtOnce) {
  Reader reader(fake_reader(3));
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int t = 0; t < 6; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 20; ++i) {
        const std::string text = std::to_string(t * 100 + i);
        right += deed(reader, "say " + text) == text;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, 120);
}

TEST(ReaderClient, SaysWhichProgramIsMissing) {
  const ReaderOptions options = fake_reader(1, "/nonexistent/mailroom-reader");
  try {
    Reader reader(options);
    FAIL() << "started what does not exist";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), "reader_not_started");
    EXPECT_EQ(error.where(), "/nonexistent/mailroom-reader");
  }
}

TEST(ReaderClient, SaysWhenTheProgramIsNoReader) {
  const ReaderOptions options = fake_reader(1, "/bin/true");
  EXPECT_THROW(Reader reader(options), Error);
}

}  // namespace
}  // namespace mailroom::ocr
