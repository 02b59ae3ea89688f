// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace kloracle {

/// A sum held as two doubles, good to about 100 bits and the same on every machine. An infinity
/// stays one.
class long_sum {
 public:
  void add(double x) {
    const double sum = high_ + x;
    const double part = sum - high_;
    const double lost = (high_ - (sum - part)) + (x - part);
    if (lost == lost) low_ += lost;  // not of infinities
    high_ = sum;
  }
  double value() const { return high_ + low_; }

 private:
  double high_ = 0;
  double low_ = 0;
};

}  // namespace kloracle
