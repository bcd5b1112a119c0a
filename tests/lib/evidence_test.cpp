// The quick judge never takes a neighbour of the right number for it, and seldom needs the reference.
#include "tests/lib/evidence.hpp"

#include "tests/reference/inputs.hpp"

namespace gibbs::test {
namespace {

template <class T>
class Evidence : public testing::Test {};
using Formats = testing::Types<double, float>;
TYPED_TEST_SUITE(Evidence, Formats);

TYPED_TEST(Evidence, AcceptsNoNeighbour) {
  using T = TypeParam;
  using Limits = std::numeric_limits<T>;
  reference::Inputs inputs(8);
  for (const reference::MetricInfo& metric : reference::metrics()) {
    int accepted = 0;
    constexpr int questions = 200;
    for (int i = 0; i < questions; ++i) {
      const reference::Question question = inputs.question(metric.metric);
      std::vector<T> right;
      for (const auto& exact : reference::round(question, format_of<T>()))
        right.push_back(static_cast<T>(exact.nearest));
      accepted += certainly_correct<T>(question, right);
      std::vector<T> wrong = right;
      T& one = wrong[inputs.below(wrong.size())];
      for (const T other : {std::nextafter(one, Limits::infinity()), std::nextafter(one, -Limits::infinity()),
                            one == 0 ? -T{0} : -one, Limits::infinity(), Limits::quiet_NaN()}) {
        if (same(static_cast<double>(other), static_cast<double>(one))) continue;
        const T kept = std::exchange(one, other);
        EXPECT_FALSE(certainly_correct<T>(question, wrong)) << question << ": " << hex(static_cast<double>(other));
        one = kept;
      }
    }
    EXPECT_GE(accepted, questions / 2) << metric.name;
    this->RecordProperty(std::string(metric.name), accepted);
  }
}

}  // namespace
}  // namespace gibbs::test
