// Searches for inputs whose exact result lies next to a midpoint, and prints hard_cases.txt (hard_cases.hpp):
//     build/default/tests/lib/hard_cases_search > tests/lib/hard_cases.txt
// The same on every machine. Three kinds for each metric and format:
// – ordinary inputs, a few classes of like size, moved by some ulps each (about 2³² ways in binary64);
// – inputs with a tail of smaller and smaller classes: each digit of the distance is the task of one of them, so that
//   any distance can be had, and the stages be met one by one;
// – by hand: ties, exact results, and limits that only a trifle tells from a tie.
#include "tests/lib/hard_cases_by_hand.hpp"
#include "tests/lib/inputs.hpp"
#include "tests/lib/scan.hpp"

namespace gibbs::test {
namespace {

using reference::MetricInfo;
using reference::Question;
using enum reference::Metric;

template <class T>
double as(double x) {
  return static_cast<double>(static_cast<T>(x));
}

/// Where to start, and the inputs to move, those that matter most first.
struct Start {
  Question question;
  std::vector<Coordinate> path;
};

template <class T>
class Starts {
 public:
  explicit Starts(unsigned seed) : random_(seed) {}

  Start of(const MetricInfo& metric, reference::Unit unit, bool with_tail) {
    using enum reference::Domain;
    Start start{{metric.metric, {}, unit}, {}};
    for (std::size_t i = 0; i < metric.parameters.size(); ++i) {
      const auto domain = metric.parameters[i].domain;
      reference::Argument argument;
      if (domain == distribution) argument.values = masses(3, with_tail);
      if (domain == joint) argument = {table(with_tail), with_tail ? tail_.size() + 2 : 3};
      if (domain == logits) argument.values = scores(with_tail);
      if (domain == numbers) argument.values = some_numbers(with_tail, metric.metric == mean_squared_error && i == 0);
      start.question.arguments.push_back(argument);
      if (i > 0) continue;  // only the first is moved
      const std::size_t n = argument.values.size(), tail = with_tail ? tail_.size() : std::min<std::size_t>(n, 4);
      for (std::size_t k = n - tail; k < n; ++k)
        if (argument.values[k] != 0) start.path.push_back({0, k});
    }
    return start;
  }
  /// For a sigmoid: a logit, and a label so small that it moves the loss or the slope within an ulp.
  Start sigmoid(Metric metric) {
    const int half_ulp = is_single<T> ? -25 : -54;
    const double z = as<T>(random_.between(0.5, 4) * (random_.below(2) ? 1 : -1));
    const double y = as<T>(random_.sized(half_ulp - 1, half_ulp + 1));
    return {{metric, {{{z}, 0}, {{y}, 0}}}, {{1, 0}}};
  }

 private:
  /// Some classes of like size, and a tail that falls by fewer bits from one to the next than T has.
  std::vector<double> masses(std::size_t n, bool with_tail) {
    std::vector<double> head(n + (with_tail ? 0 : 2)), tail;
    double total = 0, rest = 1;
    for (double& x : head) total += x = random_.between(0.2, 1);
    if (with_tail)
      for (const int e : tail_) rest -= tail.emplace_back(as<T>(random_.sized(-e - 1, -e)));
    for (double& x : head) x = as<T>(x / total * rest);
    head.insert(head.end(), tail.begin(), tail.end());
    return head;
  }
  /// Two rows of three; or (a b 0 …), (c d tail).
  std::vector<double> table(bool with_tail) {
    std::vector<double> w = masses(4, with_tail);
    if (with_tail) w.insert(w.begin() + 2, tail_.size(), 0.0);
    return w;
  }
  std::vector<double> scores(bool with_tail) {
    std::vector<double> z;
    for (int i = 0; i < (with_tail ? 3 : 5); ++i) z.push_back(as<T>(random_.between(0.25, 2)));
    if (with_tail)
      for (const int e : tail_) z.push_back(as<T>(-std::log(2.0) * (e + random_.between(0, 1))));
    return z;
  }
  std::vector<double> some_numbers(bool with_tail, bool falling) {
    std::vector<double> x;
    for (int i = 0; i < (with_tail ? 3 : 5); ++i) x.push_back(as<T>(random_.between(0.25, 2)));
    if (with_tail)
      for (const int e : tail_) x.push_back(falling ? as<T>(random_.sized(-e / 2 - 1, -e / 2)) : 0);
    return x;
  }

  Inputs random_;
  const std::vector<int> tail_ =
      is_single<T> ? std::vector{8, 26, 44, 62, 80, 98, 116, 134, 152, 170} : std::vector{20, 60, 100, 140, 180, 220};
};

/// The targets, as binary logarithms of the distance in ulps: about the fast stage's bound (2⁻⁶⁷, relatively), beyond
/// that of the accurate stage (2⁻⁸⁶), that of double-double at its best (2⁻¹⁰⁰), and the last stage's first precision.
template <class T>
const std::vector<int> targets = is_single<T> ? std::vector{30, 44, 48, 60, 76, 80, 90, 105, 172}
                                              : std::vector{14, 17, 30, 46, 49, 60, 85, 110, 145};

template <class T>
void with_tails(const MetricInfo& metric, Starts<T>& starts, Inputs& random) {
  for (std::size_t i = 0; i < targets<T>.size(); ++i) {
    const auto unit = metric.has_unit ? static_cast<reference::Unit>(i % 3) : reference::Unit::nat;
    const double target = std::ldexp(random.between(0.5, 1) * (random.below(2) ? 1 : -1), -targets<T>[i]);
    for (int tries = 0; tries < 50; ++tries) {
      const Start start = starts.of(metric, unit, true);
      Hunt<T> hunt(start.question, metric.vectorial() ? random.below(3) : 0);
      hunt.approach(start.path, target);
      if (std::fabs(to_double(hunt.offset()) / target - 1) > 0.1) continue;
      print<T>(hunt.question());
      break;
    }
  }
}

/// In binary32 moves hardly add up, so that not much is found.
template <class T>
void ordinary(const MetricInfo& metric, Starts<T>& starts, Inputs& random) {
  for (const auto unit : {reference::Unit::nat, reference::Unit::bit, reference::Unit::hartley}) {
    if (unit != reference::Unit::nat && !metric.has_unit) break;
    const Start start = starts.of(metric, unit, false);
    const Question question = nearest_of_four<T>({start.question, metric.vectorial() ? random.below(3) : 0}, start.path,
                                                 is_single<T> ? 8 : 100);
    if (nearness(question, format<T>).is_harder_than({Nearness::near, -10, true})) print<T>(question);
  }
}

template <class T>
void sigmoids(const MetricInfo& metric, Starts<T>& starts) {
  for (const int tries : {1, 1, 1, 30, 1000, 30000}) {
    Question nearest;
    double least = 1;
    for (int i = 0; i < tries || least == 1; ++i) {
      const Start start = starts.sigmoid(metric.metric);
      Hunt<T> hunt(start.question, 0);
      hunt.approach(start.path, 0);
      const double distance = std::fabs(to_double(hunt.offset()));
      if (distance >= std::min(least, 0x1p-20)) continue;
      least = distance;
      nearest = hunt.question();
    }
    print<T>(nearest);
  }
}

template <class T>
void self_informations(Inputs& random) {
  for (const auto unit : {reference::Unit::nat, reference::Unit::bit, reference::Unit::hartley}) {
    struct Near {
      T p;
      std::uint64_t distance;
    };
    std::vector<Near> near;
    Surprise<T> surprise(unit);
    const auto found = [&](T p) {
      const auto bits = std::bit_cast<typename Surprise<T>::Bits>(p);
      const std::int64_t exact = surprise(bits, surprise.ulp_exponent(bits));
      if (p < 1) near.push_back({p, static_cast<std::uint64_t>(std::llabs(exact))});
    };
    if constexpr (is_single<T>) {                            // all numbers: the subnormal, the normal, those near 1
      constexpr std::int64_t limit = std::int64_t{1} << 46;  // 2⁻¹⁸ ulp: some thousands of finds
      scan<T>(unit, 0x1p-149f, (1U << 23) - 1, 1, limit, found);
      scan<T>(unit, 0x1p-126f, 125ULL << 23, 1 << 8, limit, found);
      scan<T>(unit, 0.5f, (1ULL << 23) - (1 << 16), 1 << 7, limit, found);
      scan<T>(unit, 1 - 0x1p-8f, 1 << 16, 1, limit, found);
    } else {
      const T first = random.between(0.5, 0.9);
      scan<T>(unit, first, std::uint64_t{1} << 32, 1 << 12, std::int64_t{1} << 36, found);
    }
    std::ranges::sort(near, {}, [](const Near& x) { return std::pair(x.distance, -x.p); });
    for (std::size_t i = 0; i < std::min<std::size_t>(near.size(), 3); ++i)
      print<T>({self_information, {{{static_cast<double>(near[i].p)}, 0}}, unit});
  }
}

template <class T>
void search(const MetricInfo& metric) {
  const unsigned seed = 2 * static_cast<unsigned>(metric.metric) + is_single<T>;
  Starts<T> starts(seed);
  Inputs random(seed + 1000);
  const bool is_sigmoid = metric.parameters[0].domain == reference::Domain::logit;
  if (metric.metric == self_information) {
    self_informations<T>(random);
  } else if (is_sigmoid) {
    sigmoids<T>(metric, starts);
  } else {
    ordinary<T>(metric, starts, random);
    with_tails<T>(metric, starts, random);
  }
  ByHand<T>().of(metric.metric);
}

}  // namespace
}  // namespace gibbs::test

int main() {
  std::cout << "# Inputs whose exact result lies next to a midpoint of two numbers of the format, or on one. Made by\n"
               "# hard_cases_search.cpp, tried by hard_cases_test.cpp.\n";
  for (const auto& metric : gibbs::reference::metrics()) {
    if (metric.metric >= gibbs::reference::Metric::mean_softmax_cross_entropy) break;  // see ByHand
    gibbs::test::search<double>(metric);
    gibbs::test::search<float>(metric);
  }
}
