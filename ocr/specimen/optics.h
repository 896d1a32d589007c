// What lenses, sensors and thresholds do to a grey picture (0 is black). One channel, in place. The random
// stream decides all that looks like chance; not for one picture in two threads.
#pragma once

#include <vector>

#include "ocr/picture.h"
#include "ocr/specimen/random.h"

namespace mailroom::ocr::specimen {

// Gaussian with `sigma` in pixels, up to about 3; edges stay as they are.
void blur(Picture& picture, double sigma);

// A sensor's noise: values of a normal distribution, repeated from a different place in each row.
class Grain {
 public:
  Grain(double sigma, Random random);
  // The noise of a row, `width` values; valid until the next call.
  const int8_t* row(int width);

 private:
  Random random_;
  std::vector<int8_t> table_;
};

void add_grain(Picture& picture, double sigma, const Random& random);

// Grey becomes 0 or 255. The threshold (1 … 254) drifts by `drift` from one side of the page to the other, as
// lamps do.
void to_bilevel(Picture& picture, double threshold, double grain, double drift, const Random& random);

// Dirt: blots of a pixel to `largest` pixels, of value `grey`.
void add_specks(Picture& picture, int count, int largest, uint8_t grey, Random random);

// Black and white become `black` and `white`, what is between stays between.
void set_tones(Picture& picture, int black, int white);

}  // namespace mailroom::ocr::specimen
