#include "ocr/picture.h"

#include <png.h>

#include <memory>

#include "base/error.h"

namespace mailroom::ocr {

std::string to_png(const Picture& picture) {
  const size_t size = static_cast<size_t>(picture.width) * static_cast<size_t>(picture.height) *
                      static_cast<size_t>(picture.channels);
  if (size == 0 || size != picture.pixels.size() || (picture.channels != 1 && picture.channels != 3)) {
    throw Error(Fault::machine, "picture_invalid", "a picture's pixels do not fit its size");
  }
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(picture.width);
  image.height = static_cast<png_uint_32>(picture.height);
  image.format = picture.channels == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB;
  const std::unique_ptr<png_image, decltype(&png_image_free)> release(&image, png_image_free);
  std::string bytes(PNG_IMAGE_PNG_SIZE_MAX(image), '\0');
  png_alloc_size_t length = bytes.size();
  if (!png_image_write_to_memory(&image, bytes.data(), &length, 0, picture.pixels.data(), 0, nullptr)) {
    throw Error(Fault::machine, "picture_invalid", std::string("no PNG came of a picture: ") + image.message);
  }
  bytes.resize(length);
  return bytes;
}

}  // namespace mailroom::ocr
