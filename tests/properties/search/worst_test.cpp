// The directed search, and the finds that every trial begins with.
#include "properties/inputs/distributions.hpp"
#include "properties/search/worst.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>

#include "properties/inputs/gates.hpp"
#include "properties/inputs/generate.hpp"
#include "properties/run/check.hpp"
#include "properties/run/finds.hpp"
#include "properties/search/neighbours.hpp"
#include "subjects/library.hpp"
#include "tests/properties/judge/implementations.hpp"
#include "tests/properties/search/contenders.hpp"
#include "tests/properties/search/searches.hpp"

namespace gibbs::tests {
namespace {

using namespace properties;
using reference::binary64;

Input distribution(Vector p) { return {"p", Role::distribution, std::move(p), 0, 0}; }

TEST(Steps, FollowTheOrderOfTheFormat) {
  using reference::binary32;
  EXPECT_EQ(stepped(1, 1, binary64), 1 + 0x1p-52);
  EXPECT_EQ(stepped(1, 4, binary64), 1 + 0x1p-50);
  EXPECT_EQ(stepped(1, -2, binary64), 1 - 0x1p-52);
  EXPECT_EQ(stepped(1, 2, binary32), 1 + 0x1p-22);
  EXPECT_EQ(stepped(0, 1, binary64), 0x1p-1074);
  EXPECT_EQ(stepped(0x1p-1074, -2, binary64), -0x1p-1074);
  EXPECT_EQ(stepped(reference::max_finite(binary64), 1, binary64), reference::max_finite(binary64));
  EXPECT_EQ(stepped(reference::max_finite(binary32), 8, binary32), reference::max_finite(binary32));
}

TEST(Steps, ARoundedImageIsWhatADistributionRoundsTo) {
  const double third = 1 / 3.0;
  EXPECT_TRUE(is_rounded_image({third, third, third}, binary64));
  EXPECT_FALSE(is_rounded_image({third + 0x1p-54, third + 0x1p-54, third + 0x1p-54}, binary64));
  EXPECT_TRUE(is_rounded_image({0.5, 0.5}, binary64) && is_rounded_image({0.5, 0.5, 0x1p-1074}, binary64));
  EXPECT_FALSE(is_rounded_image({0.5, 0.5 + 0x1p-53}, binary64));
  EXPECT_FALSE(is_rounded_image({1 - 0x1p-53}, binary64) || is_rounded_image({0.5, 0.25}, binary64));
  EXPECT_TRUE(is_rounded_image({0.1, 0.2, 0.7}, binary64));
}

TEST(Steps, TheSearchStaysWhereInputsMaySentToSubjects) {
  const auto may = [](Vector p) { return searchable({{distribution(std::move(p))}, Unit::nat}, binary64); };
  EXPECT_TRUE(may({0.5, 0.5}) && may({0.5, 0.5, 0x1p-900}) && may({0.1, 0.2, 0.7}));
  EXPECT_FALSE(may({1, 0x1p-900}) || may({0.5, 0.4}) || may({0.5, 0.5, 0x1p-1074}) || may({}));
  const auto pair = [](Vector p, Vector q) { return searchable({{distribution(std::move(p)), distribution(std::move(q))}, Unit::nat}, binary64); };
  EXPECT_TRUE(pair({0.5, 0.5}, {0.5, 0.5}) && pair({0.5, 0.5}, {0.5 + 0x1p-53, 0.5 - 0x1p-53}));
  EXPECT_FALSE(pair({0.5, 0.5, 0x1p-900}, {0.5, 0.5, 0}) || pair({0.5, 0.5}, {1}));
}

/// Everything that generators draw may be searched, but for the rare cases that would ask for hundreds of digits; and
/// half of all steps at least lead on, in every format.
TEST(Steps, LeadFromSearchableToSearchable) {
  for (const auto& format : {binary64, reference::binary32, reference::binary16, reference::bfloat16}) {
    for (const auto& info : reference::metrics()) {
      std::size_t drawn = 0, led = 0;
      for (std::uint64_t i = 0; i < 200; ++i) {
        Source source(rc::Random(rc::Random::Key{5, i, 0, 0}), 10, format, std::vector<Unit>{Unit::nat});
        Case c = generate::for_metric(info.metric)(source);
        drawn += searchable(c, format) ? 1 : 0;
        led += searchable(neighbour(c, source), format) ? 1 : 0;
      }
      EXPECT_GE(drawn, 150u) << info.name << " " << format.name;
      EXPECT_GE(led, 50u) << info.name << " " << format.name;
    }
  }
}

std::string shown(const Search& s) {
  return std::to_string(s.tried) + to_token("", s.by_ulps->at) + to_token("", s.by_share->at);
}

TEST(Search, DependsOnSeedAndTriesAlone) {
  const Theorem& theorem = accuracy_of(Metric::kl_divergence);
  Functions subject = textbook();
  SearchOptions options;
  options.tries = 2500;
  std::set<std::string> finds;
  for (const unsigned threads : {1u, 2u, 7u}) {
    options.threads = threads;
    const Search found = search(theorem, subject, options);
    EXPECT_EQ(found.tried, 2500u);
    finds.insert(shown(found));
  }
  EXPECT_EQ(finds.size(), 1u);
  options.seed = 2;
  EXPECT_FALSE(finds.contains(shown(search(theorem, subject, options))));
}

TEST(Search, TriesAsManyInputsAsItMay) {
  Functions subject = textbook();
  for (const std::size_t tries : {1u, 7u, 100u, 2049u}) {
    EXPECT_EQ(searched(accuracy_of(Metric::entropy), subject, tries, 1).tried, tries);
  }
}

/// From the worst to the harmless: what is no number is worse than any number.
TEST(Search, NoNumberIsWorseThanAnyNumber) {
  Functions subject = textbook().with(Metric::entropy, [](const Question& q) {
    if (q.arguments[0].values.size() == 5) throw std::domain_error("not five");
    if (q.arguments[0].values.size() == 6) return Vector{std::nan("")};
    return Vector{q.arguments[0].values.size() == 7 ? HUGE_VAL : 1e300};
  });
  const Search found = searched(accuracy_of(Metric::entropy), subject, 2000, 1);
  EXPECT_EQ(found.by_ulps->error.kind(), static_cast<int>(Fault::Kind::refusal));
  EXPECT_EQ(found.by_share->error.kind(), static_cast<int>(Fault::Kind::refusal));
  EXPECT_EQ(found.by_ulps->at.inputs[0].values.size(), 5u);
}

class Dying : public Subject {
 public:
  const Description& description() const override { return about_; }
  Answer answer(const Question&) override { return {Answer::Kind::silence, {}, "nothing"}; }
  std::unique_ptr<Subject> another() const override { return std::make_unique<Dying>(); }

 private:
  Description about_ = textbook().description();
};
TEST(Search, EndsWhenTheSubjectFallsSilent) {
  Dying subject;
  EXPECT_LE(searched(accuracy_of(Metric::entropy), subject, 1'000'000, 1).tried, 8u);  // once per lane
}

/// Wrong by a share that grows with every bit on the way to 1/3, and by a tenth there only.
TEST(Search, ClimbsToTheOneNumberThatIsWorst) {
  const double third = 1 / 3.0;
  const Functions good = textbook();
  Functions subject = good.with(Metric::self_information, [&](const Question& q) {
    const double p = q.arguments[0].values[0];
    const double bits_away = std::log2(1 + std::abs(p - third) * 0x1p54);
    return Vector{good.function(q.metric)(q)[0] * (1 + (p == third ? 0.1 : 0x1p-20 / (1 + bits_away)))};
  });
  const Theorem& theorem = accuracy_of(Metric::self_information);
  EXPECT_EQ(to_hex(searched(theorem, subject, 8000, 1).by_share->at.inputs[0].values[0]), to_hex(third));
  EXPECT_NE(drawn(theorem, subject, 8000, 1).by_share->at.inputs[0].values[0], third);
}

/// The gain that docs/teeth.md states, in small: one seed, few inputs.
TEST(Search, BeatsDrawingAtRandom) {
  struct Gain {
    Metric metric;
    double ulps, share;  // at least so many times as large
  };
  for (const auto& [metric, ulps, share] : {Gain{Metric::entropy, 100, 1.5}, Gain{Metric::kl_divergence, 1, 1.3}, Gain{Metric::mean_squared_error, 1, 1.3}}) {
    Functions subject = textbook();
    const Search random = drawn(accuracy_of(metric), subject, 4000, 1), directed = searched(accuracy_of(metric), subject, 4000, 1);
    EXPECT_GE(directed.by_ulps->error.ulps, ulps * random.by_ulps->error.ulps) << reference::info(metric).name;
    EXPECT_GE(directed.by_share->error.share, share * random.by_share->error.share) << reference::info(metric).name;
  }
}

/// Exponentials below e⁻³⁵ for 0: wrong where they are the last digits of a sum near 1, which a thousand draws meet.
TEST(Draws, MeetExponentialsThatAreTheLastDigitsOfASum) {
  Functions subject = textbook().with(Metric::sigmoid_cross_entropy, [](const Question& q) {
    const double z = q.arguments[0].values[0], y = q.arguments[1].values[0], far = std::abs(z);
    return Vector{std::isinf(z) ? (y > 0 ? HUGE_VAL : 0) : (z > 0 ? (1 - y) * z : -y * z) + std::log1p(far < 35 ? std::exp(-far) : 0)};
  });
  for (std::uint64_t seed = 1; seed <= 3; ++seed)
    EXPECT_GT(drawn(accuracy_of(Metric::sigmoid_cross_entropy), subject, 1000, seed).by_share->error.share, 1) << seed;
}

/// The lines of a file of finds: a comment, then a token.
struct Line {
  std::string comment, token;
};
std::vector<Line> lines_of(std::string_view text) {
  std::istringstream in{std::string(text)};
  std::vector<Line> lines;
  for (std::string comment, token; std::getline(in, comment) && std::getline(in, token);) lines.push_back({comment, token});
  return lines;
}

TEST(Finds, EveryMetricHasSome) {
  EXPECT_EQ(finds_files().size(), reference::metrics().size());
  for (const auto& info : reference::metrics()) {
    const auto file = std::ranges::find(finds_files(), info.name, &FindsFile::metric);
    ASSERT_NE(file, finds_files().end()) << info.name;
    const std::size_t n = lines_of(file->text).size();
    EXPECT_TRUE(n >= 3 && n <= 12) << info.name << " " << n;
    // What is left out of binary64 are sums that are 1 for a narrower format only.
    EXPECT_GE(known_finds(accuracy_of(info.metric), textbook().description()).size(), 3u) << info.name;
  }
}

/// Each is as bad for the implementation its comment names as the comment says.
TEST(Finds, AreAsBadAsTheirCommentsSay) {
  const std::vector<Contender> all = contenders();
  for (const FindsFile& file : finds_files()) {
    const Metric metric = *reference::find_metric(file.metric);
    for (const Line& line : lines_of(file.text)) {
      const std::string &comment = line.comment, &token = line.token;
      const auto who = std::ranges::find_if(all, [&](const Contender& c) { return comment.starts_with("# " + c.name + ": "); });
      ASSERT_NE(who, all.end()) << comment;
      const Theorem& theorem = accuracy_of(metric);
      const Case c = read_case(theorem, token, who->subject->description());
      EXPECT_TRUE(searchable(c, who->subject->description().format)) << token;
      EXPECT_EQ(to_token(theorem.id, c), token);
      const std::string bad = said(measure(theorem, c, *who->subject), who->subject->description().metrics.at(metric).accuracy);
      EXPECT_TRUE(comment.starts_with("# " + who->name + ": " + bad + "; ")) << comment << "\n" << bad << "\n" << token;
    }
  }
}

/// Wrong at one find only: refuted by a trial of a single case.
TEST(Finds, AreTriedFirst) {
  for (const auto& info : reference::metrics()) {
    const Theorem& theorem = accuracy_of(info.metric);
    const std::vector<Case> finds = known_finds(theorem, textbook().description());
    const Vector bad = finds.back().inputs[0].values;
    const Functions good = textbook();
    Functions subject = good.with(info.metric, [&, bad](const Question& q) {
      Vector values = good.function(info.metric)(q);
      if (q.arguments[0].values == bad) values[0] = values[0] + 1 + std::abs(values[0]);
      return values;
    });
    Options options;
    options.cases = 1;
    options.only = {std::string(theorem.id)};
    const Report report = check(subject, options);
    EXPECT_EQ(report.properties[0].status, Status::refuted) << info.name;
    EXPECT_EQ(report.properties[0].cases, finds.size() + 1);
    EXPECT_GE(report.properties[0].refuted, 1u);
  }
}

TEST(Finds, FitEveryFormat) {
  Description narrow = textbook().description();
  for (const auto& format : {reference::binary32, reference::binary16, reference::bfloat16}) {
    narrow.format = format;
    narrow.metrics[Metric::entropy].units = {Unit::bit};
    for (const auto& info : reference::metrics()) {
      for (const Case& c : known_finds(accuracy_of(info.metric), narrow)) {
        EXPECT_TRUE(searchable(c, format)) << to_token(info.name, c);
        EXPECT_TRUE(info.metric != Metric::entropy || c.unit == Unit::bit);
      }
    }
  }
  EXPECT_TRUE(known_finds(*find_theorem("gibbs-inequality"), narrow).empty());
}

/// Gates count what is drawn: no find opens one, or fills one.
TEST(Finds, AreOfNoClass) {
  const auto subject = subjects::library(binary64);
  Theorem theorem = accuracy_of(Metric::entropy);
  theorem.inputs = takes(properties::distribution("p")).from([](Source&) { return Vector{0.5, 0.5}; });
  Options options;
  options.cases = 700;
  const PropertyResult result = run_property(theorem, *subject, options).result;
  EXPECT_GT(result.cases, 700u);
  EXPECT_EQ(result.status, Status::starved);
  for (const ClassCount& c : result.classes) {
    EXPECT_EQ(c.least, least_count(result.id, c.name, 700)) << c.name;
    EXPECT_TRUE(c.seen == 0 || c.seen == 700) << c.name << " " << c.seen;
  }
}

}  // namespace
}  // namespace gibbs::tests
