// Any C++ type that offers some of the metrics as member functions, as a subject.
//
// A member has the name of its metric and takes its arguments in their order: a probability or a logit as one number, a
// vector as anything that const std::vector<double>& converts to, a joint table as such a vector (row by row) and the
// number of its columns. A member may also take a Unit, last; one that does not works in nats. A metric with one result
// per class returns them as a range, or writes them into a span that comes last. Rows of logits come as tables do, their
// labels as std::vector<std::int64_t>, −1 for a row to ignore, weights as a vector, empty where there are none:
//
//   struct MyMetrics {
//     double entropy(std::span<const double> p) const;
//     double kl_divergence(const std::vector<double>& p, const std::vector<double>& q, gibbs::subjects::Unit) const;
//     void softmax(std::span<const double> z, std::span<double> out) const;
//   };
//
// A type with `static constexpr bool takes_rows = true` may have members for batches too, beside these or in their
// place: of gibbs::Rows<double> for a vector, std::span<const double> for a number and gibbs::Tables<double> for a
// table, then a span for all results, row after row, then the Unit if they take one:
//
//     void entropy(gibbs::Rows<double> p, std::span<double> out, gibbs::subjects::Unit) const;
//
// Members may be static. The type may say more of itself, by members that are all optional:
//   using number = float;                 // the format: double or float; otherwise that of the vectors it takes
//   static constexpr bool validates = true;  // it promises to refuse invalid input; or, function by function:
//   static bool validates(Metric);           // without the promise none is given to it: vectors of unequal length
//                                            // make an ordinary loop read out of bounds
//   static Accuracy accuracy(Metric);                   // what it claims, `stable` otherwise
//   static constexpr const char* version = "1.2";
#pragma once

#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "properties/judge/subject.hpp"
#include "subjects/cpp_code.hpp"
#include "subjects/member_arguments.hpp"

namespace gibbs::subjects {

using properties::Accuracy;
using properties::Metric;
using properties::Unit;

namespace detail {

/// Tells `visit` of every metric, by visit.metric<M>(member): `member` calls the function of the metric's name of its
/// first argument, and cannot be called where there is none.
template <class Visit>
constexpr void visit_metrics(Visit&& visit) {
#define METRIC(NAME, ...)               \
  visit.template metric<Metric::NAME>( \
      [](auto& object, auto&&... x) -> decltype(object.NAME(x...)) { return object.NAME(x...); });
#include "reference/metrics.inc"
#undef METRIC
}

/// Every metric that T offers on numbers of type F, and how it is called.
template <class T, class F>
struct Offers {
  using Function = std::function<std::vector<double>(T&, const properties::Question&)>;
  struct Entry {
    std::vector<Unit> units;
    Function function;
    bool fills = false;  // it writes its results into a span
    std::function<std::vector<double>(T&, const properties::Batch&)> rows{};
  };
  std::map<Metric, Entry> entries;

  Offers() { visit_metrics(*this); }

  template <Metric M, class Member>
  void metric(Member member) {
    if constexpr (reference::info(M).vectorial()) {
      vector<M>(member);
    } else {
      number<M>(member);
    }
    constexpr bool of_rows = reference::info(M).parameters[0].domain == reference::Domain::logit_rows;
    if constexpr (takes_rows<T> && !of_rows) rows<M>(member);
  }

  template <Metric M, class Member>
  void rows(Member member) {
    using X = typename RowsOf<F, M>::type;
    constexpr bool in_units = callable<Member, T, X, std::span<F>&, Unit>;
    if constexpr (in_units || callable<Member, T, X, std::span<F>&>) {
      const auto ask = [member](T& object, const properties::Batch& batch) {
        std::vector<F> results(batch.result_size());
        std::span<F> out(results);
        with_rows<F, M>(batch, [&](const auto& x) {
          if constexpr (in_units) {
            call(object, member, x, out, batch.unit);
          } else {
            call(object, member, x, out);
          }
        });
        return std::vector<double>(results.begin(), results.end());
      };
      Entry& entry = entries[M];
      entry.rows = ask;
      if (entry.function) return;
      // No function of one row: a batch of one.
      entry.units = {Unit::nat};
      if (in_units) entry.units = {Unit::nat, Unit::bit, Unit::hartley};
      entry.function = [ask](T& object, const properties::Question& q) {
        return ask(object, {q.metric, {q.arguments}, q.unit});
      };
    }
  }

  template <Metric M, class Member>
  void number(Member member) {
    using X = Arguments<F, M>;
    if constexpr (callable<Member, T, X, Unit>) {
      entries[M] = {{Unit::nat, Unit::bit, Unit::hartley}, [member](T& object, const properties::Question& q) {
                      const F y = static_cast<F>(call(object, member, arguments<F, M>(q), q.unit));
                      return std::vector<double>{y};
                    }};
    } else if constexpr (callable<Member, T, X>) {
      entries[M] = {{Unit::nat}, [member](T& object, const properties::Question& q) {
                      const F y = static_cast<F>(call(object, member, arguments<F, M>(q)));
                      return std::vector<double>{y};
                    }};
    }
  }

  template <Metric M, class Member>
  void vector(Member member) {
    using X = Arguments<F, M>;
    if constexpr (callable<Member, T, X, std::vector<F>&>) {
      entries[M] = {{Unit::nat}, [member](T& object, const properties::Question& q) {
                      std::vector<F> out(reference::result_size(q));
                      call(object, member, arguments<F, M>(q), out);
                      return std::vector<double>(out.begin(), out.end());
                    }, true};
    } else if constexpr (callable<Member, T, X>) {
      entries[M] = {{Unit::nat}, [member](T& object, const properties::Question& q) {
                      const auto x = arguments<F, M>(q);  // what is returned may point into it
                      std::vector<double> y;
                      for (const auto value : call(object, member, x)) y.push_back(static_cast<F>(value));
                      return y;
                    }};
    }
  }
};

/// Does T have a metric of vectors of F?
template <class T, class F>
struct TakesVectors {
  bool value = false;
  constexpr TakesVectors() { visit_metrics(*this); }
  template <Metric M, class Member>
  constexpr void metric(Member) {
    using X = Arguments<F, M>;
    if (std::is_same_v<Kind<M, 0>, Number>) return;
    value |= callable<Member, T, X, Unit> || callable<Member, T, X> || callable<Member, T, X, std::vector<F>&>;
    if constexpr (takes_rows<T>) {
      using R = typename RowsOf<F, M>::type;
      value |= callable<Member, T, R, std::span<F>&> || callable<Member, T, R, std::span<F>&, Unit>;
    }
  }
};

template <class T>
constexpr bool uses_float() {
  if constexpr (requires { typename T::number; }) {
    return std::is_same_v<typename T::number, float>;
  } else {
    return TakesVectors<T, float>().value && !TakesVectors<T, double>().value;
  }
}

}  // namespace detail

/// The subject made of a T. Exceptions derived from std::invalid_argument or std::domain_error are refusals; any other
/// is nonsense, and so is a wrong number of results.
template <std::copy_constructible T>
class Adapted : public properties::Subject {
 public:
  /// `prefix` is what a program writes before the name of a metric to call it: "MyMetrics{}.".
  explicit Adapted(std::string name, T object = {}, const std::string& prefix = "") : object_(std::move(object)) {
    description_.name = std::move(name);
    description_.language = "C++";
    if constexpr (requires { std::string(T::version); }) description_.version = T::version;
    if (std::is_same_v<Float, float>) description_.format = reference::binary32;
    for (const auto& entry : offers_.entries) {
      properties::Offer& offer = description_.metrics[entry.first];
      if constexpr (requires { Accuracy{T::accuracy(Metric{})}; }) offer.accuracy = T::accuracy(entry.first);
      offer.units = entry.second.units;
      if (!prefix.empty()) {
        offer.code = cpp_code(entry.first, prefix, std::is_same_v<Float, float> ? "float" : "double",
                              offer.units.size() > 1 ? "gibbs::subjects::Unit" : "", offer.units, entry.second.fills);
      }
      offer.batches = entry.second.rows != nullptr;
      if constexpr (requires { bool{T::validates}; }) offer.validates = T::validates;
      if constexpr (requires { bool{T::validates(Metric{})}; }) offer.validates = T::validates(entry.first);
    }
  }

  const properties::Description& description() const override { return description_; }
  std::unique_ptr<properties::Subject> another() const override { return std::make_unique<Adapted>(*this); }

  properties::Answer answer(const properties::Question& question) override {
    return guarded([&] { return offers_.entries.at(question.metric).function(object_, question); },
                   reference::result_size(question));
  }
  properties::Answer answer_rows(const properties::Batch& batch) override {
    return guarded([&] { return offers_.entries.at(batch.metric).rows(object_, batch); }, batch.result_size());
  }

 private:
  template <class Ask>
  static properties::Answer guarded(const Ask& ask, std::size_t expected) {
    using enum properties::Answer::Kind;
    try {
      std::vector<double> values = ask();
      if (values.size() == expected) return {value, std::move(values), ""};
      return {nonsense, {}, std::to_string(values.size()) + " numbers for " + std::to_string(expected) + " classes"};
    } catch (const std::invalid_argument& error) {
      return {refusal, {}, error.what()};
    } catch (const std::domain_error& error) {
      return {refusal, {}, error.what()};
    } catch (const std::exception& error) {
      return {nonsense, {}, std::string("it threw: ") + error.what()};
    } catch (...) {
      return {nonsense, {}, "it threw something that is no std::exception"};
    }
  }

  using Float = std::conditional_t<detail::uses_float<T>(), float, double>;

  T object_;
  detail::Offers<T, Float> offers_;
  properties::Description description_;
};

}  // namespace gibbs::subjects
