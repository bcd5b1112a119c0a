#include "properties/run/scatter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "properties/inputs/source.hpp"
#include "properties/judge/accuracy.hpp"
#include "properties/run/data_cases.hpp"
#include "properties/run/finds.hpp"
#include "properties/run/run.hpp"
#include "properties/run/team.hpp"
#include "properties/theorems/questions.hpp"
#include "reference/condition.hpp"

namespace gibbs::properties {
namespace {

/// In ulps of the exact value.
double allowed_ulps(const Accuracy& claim, double radius, double exact, const Format& format) {
  switch (claim.level) {
    case Accuracy::Level::correct: return 0.5;
    case Accuracy::Level::faithful: return 1;
    case Accuracy::Level::ulp: return claim.ulps;
    case Accuracy::Level::stable: break;
  }
  return std::isinf(exact) ? 0 : radius / reference::ulp(exact, format);
}

class Drawing {
 public:
  Drawing(const MetricResult& metric, Subject& subject, const Options& options)
      : metric_(metric.metric), theorem_(*find_theorem(fmt::format("accuracy-of-{}", reference::info(metric_).name))),
        subject_(subject), offer_(subject.description().metrics.at(metric_)), options_(options), worst_(metric.worst_replay) {
    if (options.data != nullptr) own_.emplace(*options.data, theorem_, options.cases);
  }

  Scatter all() {
    if (!own_) {
      for (const Case& known : known_finds(theorem_, subject_.description())) add(known);
    }
    if (worst_.starts_with(theorem_.id)) add(read_case(theorem_, worst_, subject_.description()));
    const std::size_t cases = own_ ? own_->size() : options_.cases, n = std::min(cases, cases_in_picture);
    for (std::size_t k = 0; k < n && !ended_; ++k) draw(k * cases / n, cases);
    return std::move(scatter_);
  }

 private:
  /// Case i of the trial, but for those with thousands of classes.
  void draw(std::size_t i, std::size_t cases) {
    const auto units = common_units(theorem_, subject_.description());
    for (std::uint64_t attempt = 0; attempt < 10; ++attempt) {
      const rc::Random random(rc::Random::Key{options_.seed, key(theorem_.id), i, attempt});
      const bool finest = offer_.accuracy.level != Accuracy::Level::stable;
      Source source(random, static_cast<int>(i * 101 / cases), subject_.description().format, units, 0, finest);
      const auto bound = own_ ? own_->at(i, source) : std::nullopt;
      if (own_ && !bound) continue;
      if (add(bound ? bound->at : theorem_.inputs(source))) return;
    }
  }

  /// Is the input one that the subject takes?
  bool add(const Case& c) {
    const Question question = question_of(metric_, c);
    std::size_t numbers = 0;
    for (const auto& argument : question.arguments) numbers += argument.values.size();
    if (ended_ || numbers > most_in_picture || !offer_.covers(question)) return ended_;
    const Answer answer = subject_.answer(question);
    if (answer.kind == Answer::Kind::declined) return false;
    ended_ = answer.kind == Answer::Kind::silence || answer.kind == Answer::Kind::death;  // each costs a time-out or a restart
    const bool numeric = answer.kind == Answer::Kind::value && answer.values.size() == reference::result_size(question) &&
                         std::ranges::none_of(answer.values, [](double x) { return std::isnan(x); });
    if (numeric) enter(question, answer.values);
    else ++scatter_.none;
    return true;
  }

  void enter(const Question& question, const std::vector<double>& values) {
    const Format& format = subject_.description().format;
    const auto assessments = reference::assess(question, values, format);
    const auto radius = allowed_errors(question, values, format);
    const double breadth = reference::breadth(question);
    std::optional<std::size_t> worst;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto& a = assessments[i];
      if (!a.exact.decided || says_nothing(offer_.accuracy, radius[i], breadth, format)) continue;
      if (!worst || a.ulps.lower > assessments[*worst].ulps.lower) worst = i;
    }
    if (!worst) return;
    const auto& a = assessments[*worst];
    scatter_.dots.push_back({reference::condition_numbers(question)[*worst], a.ulps.lower,
                             allowed_ulps(offer_.accuracy, radius[*worst], a.exact.nearest, format)});
  }

  Metric metric_;
  const Theorem& theorem_;
  Subject& subject_;
  const Offer& offer_;
  const Options& options_;
  const std::string& worst_;
  std::optional<DataCases> own_;
  Scatter scatter_;
  bool ended_ = false;
};

}  // namespace

std::vector<Scatter> scatters(Subject& subject, const Report& report, const Options& options) {
  std::vector<Scatter> all(report.metrics.size());
  Team team(subject, std::min(threads_of(options.threads), std::max<std::size_t>(all.size(), 1)));
  team.share(all.size(), [&](std::size_t i, Subject& own) {
    if (report.metrics[i].cases + report.metrics[i].unjudged > 0) all[i] = Drawing(report.metrics[i], own, options).all();
  });
  return all;
}

}  // namespace gibbs::properties
