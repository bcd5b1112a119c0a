// A theorem as the suite knows it: what it says, why it is true, on which inputs it is tried, and the law itself.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "properties/inputs/declared.hpp"
#include "properties/judge/subject.hpp"

namespace gibbs::properties {

/// A function of a case's inputs that speaks the vocabulary of properties/judge/hearing.hpp.
class Law {
 public:
  struct Parameter {
    std::string name;
    bool (*takes)(Role);
  };
  Law() = default;
  /// Of the case as a whole.
  template <class Body>
    requires std::is_invocable_v<Body, const Case&>
  Law(Body body) : body_(std::move(body)) {}  // NOLINT: such a function is a law
  /// Of the inputs with these names (see LAW in laws.hpp).
  Law(std::vector<Parameter> parameters, std::function<void(const Case&)> body)
      : parameters_(std::move(parameters)), body_(std::move(body)) {}

  const std::vector<Parameter>& parameters() const { return parameters_; }
  void operator()(const Case& c) const { body_(c); }

 private:
  std::vector<Parameter> parameters_;
  std::function<void(const Case&)> body_;
};

struct Theorem {
  enum class Kind {
    law,       // relates a subject's own answers: no oracle
    accuracy,  // compares one metric with its rigorous enclosure
    domain,    // invalid input is refused
  };
  std::string_view id;
  // Of a law these are its English words, which the catalogue fills in (properties/words/ID.txt).
  std::string_view statement = {};  // one line of mathematics
  std::string_view proof = {};      // short and complete
  std::string_view source = {};     // book or paper, with the theorem's number
  std::string_view breaks = {};     // what an implementation does that breaks it
  std::vector<Metric> metrics;  // it needs them all; but see `each`
  Inputs inputs;
  Law law;
  std::string_view example;              // the inputs of the live example, as in a token without the id
  Kind kind = Kind::law;
  /// If set, each case tries one metric (Case::metric), in turn among those that the subject offers in this way. If not,
  /// the law needs all metrics.
  struct Each {
    bool (*offered)(Metric, const Offer&);
    std::string_view way;  // " in batches"
  };
  std::optional<Each> each{};
};

inline constexpr Theorem::Each each_metric{[](Metric, const Offer&) { return true; }, ""};
/// The metrics of a theorem that the subject offers to try it on; all of them or none where it needs all.
std::vector<Metric> metrics_offered(const Theorem& theorem, const Description& description);

/// Throws std::logic_error where the law takes an input that is not declared, takes it for what it is not, or leaves one.
void check_binding(std::string_view id, const Inputs& inputs, const Law& law);

/// Every theorem, in the order of the catalogue; then accuracy and domain of each metric.
std::span<const Theorem> catalogue();
const Theorem* find_theorem(std::string_view id);

}  // namespace gibbs::properties
