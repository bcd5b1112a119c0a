// The metrics of the library against plain loops and Eigen, in one process and on one thread.
//
// A repetition times all contenders one after the other, so that what else the machine is busy with slows all of them;
// its counters are gibbs' nanoseconds per element and, by the contender's name, gibbs' time over the contender's.
// Google Benchmark takes their medians over the repetitions. Arguments are built before the clock starts; what gibbs is
// timed for is the call a user makes, with all its checks.
#include <benchmark/benchmark.h>
#include <gnu/libc-version.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <gibbs/gibbs.hpp>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "bench/peers.hpp"

namespace gibbs::bench {
namespace {

const char* const names[metrics] = {"entropy",
                                    "cross_entropy",
                                    "kl_divergence",
                                    "js_divergence",
                                    "log_sum_exp",
                                    "softmax_cross_entropy",
                                    "softmax",
                                    "log_softmax",
                                    "gradient",
                                    "loss_with_gradient",
                                    "entropy of counts",
                                    "kl_divergence of counts",
                                    "conditional_entropy",
                                    "mutual_information",
                                    "self_information",
                                    "sigmoid_cross_entropy",
                                    "sigmoid_gradient",
                                    "mean_squared_error"};

struct Shape {
  std::string name;
  std::size_t rows, columns;
  bool is_batch = false;
};
/// Short vectors come in turns, so that neither branches nor one lucky result repeat; single ones are stirred.
const std::vector<Shape> shapes{{"8", 128, 8},       {"64", 16, 64},           {"1024", 8, 1024},
                                {"65536", 1, 65536}, {"16777216", 1, 1 << 24}, {"4096x1000", 4096, 1000, true}};

/// The columns of a table of n numbers that is as square as can be.
std::size_t columns_of(std::size_t n) {
  std::size_t rows = static_cast<std::size_t>(std::sqrt(static_cast<double>(n)));
  while (n % rows != 0) --rows;
  return n / rows;
}

/// Arguments for a shape: p and q uniform over the simplex, logits normal with deviation 3, labels 0 or 1, counts that
/// are the whole parts of exponential variates, of the mean 1000, and 1.
template <class T>
struct Work {
  Shape shape;
  std::vector<T> p, q, z, y, c, d, out, values, margins;
  std::size_t stirred = 0;

  explicit Work(const Shape& s) : shape(s), out(s.rows * s.columns), values(s.rows), margins(columns_of(s.columns)) {
    std::mt19937_64 random(1);
    p = distributions(random);
    q = distributions(random);
    std::normal_distribution<double> normal(0, 3);
    std::exponential_distribution<double> count(1e-3);
    for (std::size_t i = 0; i < out.size(); ++i) {
      z.push_back(static_cast<T>(normal(random)));
      y.push_back(static_cast<T>(random() % 2));
      c.push_back(static_cast<T>(1 + std::floor(count(random))));
      d.push_back(static_cast<T>(1 + std::floor(count(random))));
    }
  }
  std::vector<T> distributions(std::mt19937_64& random) const {
    std::vector<T> result;
    std::vector<double> row(shape.columns);
    for (std::size_t i = 0; i < shape.rows; ++i) {
      double total = 0;
      for (double& x : row) total += x = std::exponential_distribution<double>()(random);
      for (const double x : row) result.push_back(static_cast<T>(x / total));
    }
    return result;
  }
  Vectors<T> row(std::size_t i) {
    const std::size_t first = i * shape.columns;
    return {&p[first], &q[first],   &z[first],      &y[first],     &c[first],
            &d[first], &out[first], margins.data(), shape.columns, margins.size()};
  }
  /// Of a single vector: another result, even in binary32, from all but the same arguments. Of some classes' shares
  /// half goes to the next.
  void stir() {
    for (int times = 0; shape.rows == 1 && times < 100; ++times) {
      const std::size_t i = stirred++ % (out.size() - 1);
      for (std::vector<T>* x : {&p, &q}) {
        (*x)[i] /= 2;
        (*x)[i + 1] += (*x)[i];
      }
      z[i] /= 2;
      c[i] += 1;
      d[i] += 2;
    }
  }
  void each(Function<T> f) {
    for (std::size_t i = 0; i < shape.rows; ++i) values[i] = f(row(i));
    benchmark::ClobberMemory();
  }
};

/// The same for all metrics of a shape, one after the other: only the last is kept.
template <class T>
Work<T>& work_of(const Shape& shape) {
  static std::unique_ptr<Work<T>> work;
  if (work == nullptr || work->shape.name != shape.name) {
    work.reset();
    work = std::make_unique<Work<T>>(shape);
  }
  return *work;
}

template <class T>
T of_vector(Metric metric, const Vectors<T>& v) {
  const std::span<const T> p(v.p, v.n), q(v.q, v.n), z(v.z, v.n), y(v.y, v.n), c(v.c, v.n), d(v.d, v.n);
  const std::span<T> out(v.out, v.n);
  switch (metric) {
    case entropy_metric:
      return entropy(p);
    case cross_entropy_metric:
      return cross_entropy(p, q);
    case kl_divergence_metric:
      return kl_divergence(p, q);
    case js_divergence_metric:
      return js_divergence(p, q);
    case log_sum_exp_metric:
      return log_sum_exp(z);
    case loss_metric:
      return softmax_cross_entropy(z, p);
    case softmax_metric:
      return softmax(z, out), T{0};
    case log_softmax_metric:
      return log_softmax(z, out), T{0};
    case gradient_metric:
      return softmax_cross_entropy_gradient(z, p, out), T{0};
    case loss_with_gradient_metric:
      return softmax_cross_entropy_with_gradient(z, p, out);
    case counts_entropy_metric:
      return entropy(counts(c));
    case counts_divergence_metric:
      return kl_divergence(counts(c), counts(d));
    case conditional_entropy_metric:
      return conditional_entropy(counts(Joint(c, v.columns)));
    case mutual_information_metric:
      return mutual_information(counts(Joint(c, v.columns)));
    case information_metric:
      return self_information(p, out), T{0};
    case sigmoid_metric:
      return sigmoid_cross_entropy(z, y, out), T{0};
    case sigmoid_gradient_metric:
      return sigmoid_cross_entropy_gradient(z, y, out), T{0};
    default:
      return mean_squared_error(z, y);
  }
}

template <class T>
void of_batch(Metric metric, Work<T>& work) {
  const std::size_t n = work.shape.columns;
  const Rows<T> p(work.p, n), q(work.q, n), z(work.z, n), y(work.y, n), c(work.c, n), d(work.d, n);
  const std::size_t columns = work.margins.size();
  const std::span<T> values(work.values), out(work.out);
  switch (metric) {
    case entropy_metric:
      return entropy(p, values);
    case cross_entropy_metric:
      return cross_entropy(p, q, values);
    case kl_divergence_metric:
      return kl_divergence(p, q, values);
    case js_divergence_metric:
      return js_divergence(p, q, values);
    case log_sum_exp_metric:
      return log_sum_exp(z, values);
    case loss_metric:
      return softmax_cross_entropy(z, p, values);
    case softmax_metric:
      return softmax(z, out);
    case log_softmax_metric:
      return log_softmax(z, out);
    case gradient_metric:
      return softmax_cross_entropy_gradient(z, p, out);
    case loss_with_gradient_metric:
      return softmax_cross_entropy_with_gradient(z, p, values, out);
    case counts_entropy_metric:
      return entropy(counts(c), values);
    case counts_divergence_metric:
      return kl_divergence(counts(c), counts(d), values);
    case conditional_entropy_metric:
      return conditional_entropy(counts(Tables(work.c, n / columns, columns)), values);
    case mutual_information_metric:
      return mutual_information(counts(Tables(work.c, n / columns, columns)), values);
    case information_metric:
      return self_information(std::span<const T>(work.p), out);
    case sigmoid_metric:
      return sigmoid_cross_entropy(std::span<const T>(work.z), std::span<const T>(work.y), out);
    case sigmoid_gradient_metric:
      return sigmoid_cross_entropy_gradient(std::span<const T>(work.z), std::span<const T>(work.y), out);
    default:
      return mean_squared_error(z, y, values);
  }
}

/// Somebody who evaluates a metric for all rows of the work.
template <class T>
struct Contender {
  std::string name;
  Function<T> of_row;  // null: gibbs
  int passes = 0;      // per measurement: about a millisecond's worth

  void pass(Metric metric, Work<T>& work) const {
    if (of_row != nullptr) return work.each(of_row);
    if (work.shape.is_batch) return of_batch(metric, work);
    for (std::size_t i = 0; i < work.shape.rows; ++i) work.values[i] = of_vector(metric, work.row(i));
    benchmark::ClobberMemory();
  }
  /// Seconds a pass takes.
  double time(Metric metric, Work<T>& work) {
    constexpr double enough = 1e-3;
    const auto seconds = [&](int times) {
      const auto start = std::chrono::steady_clock::now();
      for (int i = 0; i < times; ++i) pass(metric, work);
      return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    if (passes == 0) {
      pass(metric, work);
      passes = std::max(1, static_cast<int>(enough / seconds(1)));
    } else if (passes > 1) {
      pass(metric, work);
    }
    return seconds(passes) / passes;
  }
};

/// gibbs itself, of probabilities: what counts are compared with.
template <class T, Metric metric>
T of_probabilities(const Vectors<T>& v) {
  return of_vector(metric, v);
}

/// The loops with and without -ffast-math, and Eigen.
template <class T>
std::vector<Contender<T>> contenders(Metric metric, const Shape& shape, const Implementation<T>& loop,
                                     const Implementation<T>& scalar, const Implementation<T>& eigen) {
  std::vector<Contender<T>> all{{"gibbs", nullptr}, {"loop", loop.of[metric]}};
  if (eigen.of[metric] != nullptr) all.push_back({"Eigen", eigen.of[metric]});
  if (metric == counts_entropy_metric) all.push_back({"probabilities", of_probabilities<T, entropy_metric>});
  if (metric == counts_divergence_metric) all.push_back({"probabilities", of_probabilities<T, kl_divergence_metric>});
  if (shape.columns == 8) all.push_back({"scalar", scalar.of[metric]});
  if (shape.rows * shape.columns == 1 << 24) all.push_back({"sum", loop.sum});
  return all;
}
template <class T>
std::vector<Contender<T>> contenders(Metric metric, const Shape& shape) {
  if constexpr (sizeof(T) == sizeof(float))
    return contenders(metric, shape, fast_math_float, scalar_float, eigen_float);
  else
    return contenders(metric, shape, fast_math_double, scalar_double, eigen_double);
}

template <class T>
void compare(benchmark::State& state, Metric metric, const Shape& shape, std::vector<Contender<T>>& all) {
  Work<T>& work = work_of<T>(shape);
  for (auto _ : state) {
    work.stir();
    const double ours = all.front().time(metric, work);
    state.SetIterationTime(ours);
    state.counters["ns"] = ours / static_cast<double>(work.out.size()) * 1e9;
    for (std::size_t i = 1; i < all.size(); ++i) state.counters[all[i].name] = ours / all[i].time(metric, work);
  }
}

template <class T>
void add(const std::string& format, Metric metric, const Shape& shape) {
  const bool is_large = shape.columns == 1 << 24;
  benchmark::RegisterBenchmark(
      (names[metric] + ("/" + format) + "/" + shape.name).c_str(),
      [=, all = contenders<T>(metric, shape)](benchmark::State& state) mutable { compare(state, metric, shape, all); })
      ->UseManualTime()
      ->Iterations(1)
      ->Repetitions(is_large ? 5 : 21)
      ->ReportAggregatesOnly();
}

}  // namespace
}  // namespace gibbs::bench

int main(int argc, char** argv) {
  using namespace gibbs::bench;
  for (const Shape& shape : shapes) {
    for (int metric = 0; metric < metrics; ++metric) add<double>("binary64", Metric(metric), shape);
    for (int metric = 0; metric < metrics; ++metric) add<float>("binary32", Metric(metric), shape);
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::AddCustomContext("compiler", __VERSION__);
  benchmark::AddCustomContext("glibc", gnu_get_libc_version());
  benchmark::AddCustomContext("Eigen", eigen_version);
  benchmark::RunSpecifiedBenchmarks();
}
