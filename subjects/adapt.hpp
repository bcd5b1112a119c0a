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

#include <array>
#include <cstdint>
#include <exception>
#include <functional>
#include <gibbs/arguments.hpp>
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

/// One argument of all rows of a batch, one row after the other.
template <class F>
struct Stack {
  std::vector<F> values;
  std::size_t size = 0, columns = 0;  // of each row's
};

/// Throws std::invalid_argument naming the row where two differ in shape.
template <class F>
Stack<F> stack(const properties::Batch& batch, std::size_t argument) {
  const reference::Argument& first = batch.rows.at(0).at(argument);
  Stack<F> all{{}, first.values.size(), first.columns};
  for (std::size_t i = 0; i < batch.rows.size(); ++i) {
    const reference::Argument& row = batch.rows[i].at(argument);
    if (row.values.size() != all.size || row.columns != all.columns) {
      throw std::invalid_argument(std::string(reference::info(batch.metric).parameters[argument].name) + "[" +
                                  std::to_string(i) + "] has " + std::to_string(row.values.size()) +
                                  " numbers, row 0 has " + std::to_string(all.size));
    }
    for (const double x : row.values) all.values.push_back(static_cast<F>(x));
  }
  return all;
}

// How an argument of a question is handed over, in numbers of type F; `rows`, how that of a batch is.
struct Number {
  template <class F>
  static std::tuple<F> get(const reference::Argument& a) {
    return {static_cast<F>(a.values.at(0))};
  }
  template <class F>
  static std::span<const F> rows(const Stack<F>& stack) {
    return stack.values;
  }
};
struct Vector {
  template <class F>
  static std::tuple<std::vector<F>> get(const reference::Argument& a) {
    std::vector<F> values(a.values.size());
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<F>(a.values[i]);
    return {std::move(values)};
  }
  template <class F>
  static gibbs::Rows<F> rows(const Stack<F>& stack) {
    return {stack.values, stack.size};
  }
};
struct Table {
  template <class F>
  static std::tuple<std::vector<F>, std::size_t> get(const reference::Argument& a) {
    return std::tuple_cat(Vector::get<F>(a), std::tuple(a.columns));
  }
  template <class F>
  static gibbs::Tables<F> rows(const Stack<F>& stack) {
    return {stack.values, stack.columns == 0 ? 0 : stack.size / stack.columns, stack.columns};
  }
};

struct Labels {
  template <class F>
  static std::tuple<std::vector<std::int64_t>> get(const reference::Argument& a) {
    std::vector<std::int64_t> labels;
    for (const double y : a.values) {
      if (!(y >= -1 && y < 0x1p53 && y == static_cast<double>(static_cast<std::int64_t>(y)))) {
        throw std::invalid_argument("y[" + std::to_string(labels.size()) + "] = " + std::to_string(y) + " is no label");
      }
      labels.push_back(static_cast<std::int64_t>(y));
    }
    return {std::move(labels)};
  }
  template <class F>
  static const Stack<F>& rows(const Stack<F>& stack) {
    return stack;  // labels belong to metrics of rows, which have no batches here
  }
};
// By shape, in the order of reference::Shape; and labels.
using Kinds = std::tuple<Number, Vector, Table, Labels>;
constexpr std::size_t kind_of(reference::Domain domain) {
  return domain == reference::Domain::labels ? 3 : static_cast<std::size_t>(reference::shape(domain));
}
template <Metric M, std::size_t I>
using Kind = std::tuple_element_t<kind_of(reference::info(M).parameters[I].domain), Kinds>;

/// The I-th argument; none of its numbers where it was left out.
template <Metric M, std::size_t I>
reference::Argument argument(const properties::Question& question) {
  if constexpr (reference::is_optional(reference::info(M).parameters[I].domain)) {
    if (question.arguments.size() <= I) return {};
    if (question.arguments[I].values.empty()) {
      throw std::invalid_argument(std::string(reference::info(M).parameters[I].name) + " is empty");
    }
  }
  return question.arguments.at(I);
}

template <class F, Metric M>
auto arguments(const properties::Question& question) {
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    return std::tuple_cat(Kind<M, I>::template get<F>(argument<M, I>(question))...);
  }
  (std::make_index_sequence<reference::info(M).parameters.size()>());
}
template <class F, Metric M>
using Arguments = decltype(arguments<F, M>(std::declval<const properties::Question&>()));

/// Calls f with the same arguments of all rows of a batch.
template <class F, Metric M, class Call>
void with_rows(const properties::Batch& batch, const Call& f) {
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    const std::array<Stack<F>, sizeof...(I)> stacks{stack<F>(batch, I)...};
    f(std::tuple(Kind<M, I>::template rows<F>(stacks[I])...));
  }
  (std::make_index_sequence<reference::info(M).parameters.size()>());
}
template <class F, Metric M, class Places = std::make_index_sequence<reference::info(M).parameters.size()>>
struct RowsOf;
template <class F, Metric M, std::size_t... I>
struct RowsOf<F, M, std::index_sequence<I...>> {
  using type = std::tuple<decltype(Kind<M, I>::template rows<F>(std::declval<const Stack<F>&>()))...>;
};

template <class T>
inline constexpr bool takes_rows = [] {
  if constexpr (requires { bool{T::takes_rows}; }) return T::takes_rows;
  return false;
}();

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
      if (!prefix.empty())
        offer.code = cpp_code(entry.first, prefix, std::is_same_v<Float, float> ? "float" : "double", entry.second.units.size() > 1 ? "gibbs::subjects::Unit" : "",
                              offer.units, entry.second.fills);
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
