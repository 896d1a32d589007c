// Our own recogniser of printed lines: a small convolutional net, trained on made-up lines by
// scripts/train-recogniser, that gives for each four columns of a line's picture how likely each character
// starts there (connectionist temporal classification: Graves et al., ICML 2006). It reads a line in about a
// millisecond, and what it says of its doubt is a probability. On the way it sees whether a stroke was drawn
// through the letters or one was written over another, which a small net of its own judges by what is usual
// on the page (docs/decisions/0013). A second one of the same build knows letters with accents
// (docs/decisions/0029), and judges nothing. Immutable once made, thread safe.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mailroom::ocr::reader {

struct Convolution;

// One line of writing: 0 is paper, 255 ink; kLineHeight rows (line_picture.h says how it is made). Where
// print runs through the writing, `ink` holds both and `print` what of it the blank has; otherwise `print` is
// empty.
struct LinePicture {
  int width = 0;
  std::vector<uint8_t> ink, print;  // row by row
  // Its column x shows column `left` + x / `scale` of the field's cut; a comb's, whose cells are closed up,
  // has no scale.
  double left = 0, scale = 0;
  int height() const { return width > 0 ? static_cast<int>(ink.size()) / width : 0; }
};
inline constexpr int kLineHeight = 32;
inline constexpr int kStepColumns = 4;  // columns of the picture for a step along the line
inline constexpr int kStrokeTraits = 32;

// For each step along a line the logarithms of the classes' probabilities. Class 0 says "nothing new here",
// class i + 1 the net's i-th character.
struct LineSteps {
  int steps = 0, classes = 0;
  std::vector<float> logs;
  // For each step kStrokeTraits: what tells alterations of the strokes there. Empty where the net judges
  // nothing.
  std::vector<float> strokes;
  const float* at(int step) const {
    return logs.data() + static_cast<size_t>(step) * static_cast<size_t>(classes);
  }
};

class LineNet {
 public:
  LineNet();                     // from the weights that are part of the program
  static LineNet for_accents();  // likewise, of the one that knows accents
  // Throws Error{machine, "net_invalid"} for what is no such file.
  explicit LineNet(std::string_view weights);

  LineSteps look(const LinePicture& line) const;
  // For each step of LineSteps::strokes the logarithm of the odds that somebody altered what is there.
  // `usual`: the traits' means over all that is written on the page.
  std::vector<float> altered(std::span<const float> strokes, std::span<const float> usual) const;
  // As UTF-8, in the order of the classes.
  const std::vector<std::string>& characters() const { return characters_; }

 private:
  struct Layer {
    int in = 0, out = 0;  // channels; `out` padded
    int rows = 1, columns = 1;
    std::vector<float> weights, biases;
  };
  Layer take_layer(std::string_view& rest, int in, int out, int rows, int columns, bool each) const;
  void take_judge(std::string_view& rest);
  static Convolution convolution(const Layer& layer, int in_stride, int step, bool rectify);

  std::vector<std::string> characters_;
  std::vector<Layer> rising_;  // from the picture to one row
  std::vector<Layer> along_;   // pairs: along the row, across its channels
  Layer last_;
  Layer strokes_;                // from what the layers above saw
  std::vector<Layer> altered_;   // from the strokes' traits
  std::vector<float> by_usual_;  // [trait][channel of altered_'s first layer]: what the page's mean adds
};

}  // namespace mailroom::ocr::reader
