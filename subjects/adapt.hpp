// Any C++ type that offers some of the metrics as member functions, as a subject.
//
// A member has the name of its metric and takes its arguments in their order: a probability or a logit as one number, a
// vector as anything that const std::vector<double>& converts to, a joint table as such a vector (row by row) and the
// number of its columns. A member may also take a Unit, last; one that does not works in nats. A metric with one result
// per class returns them as a range, or writes them into a span that comes last:
//
//   struct MyMetrics {
//     double entropy(std::span<const double> p) const;
//     double kl_divergence(const std::vector<double>& p, const std::vector<double>& q, gibbs::subjects::Unit) const;
//     void softmax(std::span<const double> z, std::span<double> out) const;
//   };
//
// Members may be static. The type may say more of itself, by members that are all optional:
//   using number = float;                 // the format: double or float; otherwise that of the vectors it takes
//   static constexpr bool validates = false;            // it does not check its input
//   static Accuracy accuracy(Metric);                   // what it claims, `stable` otherwise
//   static constexpr const char* version = "1.2";
#pragma once

#include <array>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "properties/judge/subject.hpp"
#include "subjects/cpp_code.hpp"

namespace gibbs::subjects {

using properties::Accuracy;
using properties::Metric;
using properties::Unit;

namespace detail {

// How an argument of a question is handed over, in numbers of type F.
struct Number {
  template <class F>
  static std::tuple<F> get(const reference::Argument& a) {
    return {static_cast<F>(a.values.at(0))};
  }
};
struct Vector {
  template <class F>
  static std::tuple<std::vector<F>> get(const reference::Argument& a) {
    std::vector<F> values(a.values.size());
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<F>(a.values[i]);
    return {std::move(values)};
  }
};
struct Table {
  template <class F>
  static std::tuple<std::vector<F>, std::size_t> get(const reference::Argument& a) {
    return std::tuple_cat(Vector::get<F>(a), std::tuple(a.columns));
  }
};

// By shape, in the order of reference::Shape.
using Kinds = std::tuple<Number, Vector, Table>;
template <Metric M, std::size_t I>
using Kind = std::tuple_element_t<static_cast<std::size_t>(reference::shape(reference::info(M).parameters[I].domain)), Kinds>;

template <class F, Metric M>
auto arguments(const properties::Question& question) {
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    return std::tuple_cat(Kind<M, I>::template get<F>(question.arguments.at(I))...);
  }
  (std::make_index_sequence<reference::info(M).parameters.size()>());
}
template <class F, Metric M>
using Arguments = decltype(arguments<F, M>(std::declval<const properties::Question&>()));

template <class Member, class T, class Tuple, class... More>
inline constexpr bool callable = false;
template <class Member, class T, class... X, class... More>
inline constexpr bool callable<Member, T, std::tuple<X...>, More...> =
    std::is_invocable_v<Member, T&, const X&..., More...>;

template <class T, class Member, class Tuple, class... More>
decltype(auto) call(T& object, Member member, const Tuple& arguments, More&&... more) {
  return std::apply([&](const auto&... x) -> decltype(auto) { return member(object, x..., more...); }, arguments);
}

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
  };
  std::map<Metric, Entry> entries;

  Offers() { visit_metrics(*this); }

  template <Metric M, class Member>
  void metric(Member member) {
    using X = Arguments<F, M>;
    if constexpr (reference::info(M).vectorial()) {
      vector<M>(member);
    } else if constexpr (callable<Member, T, X, Unit>) {
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
    if constexpr (requires { bool{T::validates}; }) description_.validates = T::validates;
    if (std::is_same_v<Float, float>) description_.format = reference::binary32;
    for (const auto& entry : offers_.entries) {
      properties::Offer& offer = description_.metrics[entry.first];
      if constexpr (requires { Accuracy{T::accuracy(Metric{})}; }) offer.accuracy = T::accuracy(entry.first);
      offer.units = entry.second.units;
      if (!prefix.empty())
        offer.code = cpp_code(entry.first, prefix, std::is_same_v<Float, float> ? "float" : "double", entry.second.units.size() > 1 ? "gibbs::subjects::Unit" : "",
                              offer.units, entry.second.fills);
    }
  }

  const properties::Description& description() const override { return description_; }
  std::unique_ptr<properties::Subject> another() const override { return std::make_unique<Adapted>(*this); }

  properties::Answer answer(const properties::Question& question) override {
    using enum properties::Answer::Kind;
    try {
      std::vector<double> values = offers_.entries.at(question.metric).function(object_, question);
      const std::size_t expected = reference::result_size(question);
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

 private:
  using Float = std::conditional_t<detail::uses_float<T>(), float, double>;

  T object_;
  detail::Offers<T, Float> offers_;
  properties::Description description_;
};

}  // namespace gibbs::subjects
