#include "cli/picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "cli/html.hpp"
#include "cli/text.hpp"

namespace gibbs::cli {
namespace {

using namespace properties;

constexpr double width = 480, height = 320, left = 62, right = 4, top = 4, bottom = 50;
// Powers of ten that are told apart; what is beyond stands in a lane of its own at the border.
constexpr int least_condition = -4, most_condition = 20, least_error = -3, most_error = 18;

std::string power(int exponent) {
  if (exponent == 0) return "1";
  if (exponent == 1) return "10";
  constexpr std::array<std::string_view, 10> digits{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string text = exponent < 0 ? "10⁻" : "10";
  for (const char digit : std::to_string(std::abs(exponent))) text += digits[static_cast<std::size_t>(digit - '0')];
  return text;
}

/// A logarithmic axis: decades from `low` to `high`, and a lane at either end for what is below and beyond.
struct Axis {
  int low, high;
  double from, to, lane;  // in the picture: where they begin and end, lanes included, and how wide these are

  /// Which decade; low − 1 and high are the lanes.
  int decade(double x) const { return std::clamp(x > 0 ? static_cast<int>(std::floor(std::min(std::log10(x), 999.0))) : low - 1, low - 1, high); }
  double at(double exponent) const { return from + lane + (to - from - 2 * lane) * (exponent - low) / (high - low); }
  double below() const { return from + lane / 2; }
  double beyond() const { return to - lane / 2; }
  double of(double x) const {
    const int d = decade(x);
    return d < low ? below() : d >= high ? beyond() : at(std::log10(x));
  }
  int step() const { return (high - low + 5) / 6; }
};

/// As few decades as hold all.
Axis axis_of(const std::vector<double>& all, int least, int most, double from, double to, double lane) {
  int low = most, high = least;
  for (const double x : all) {
    const double d = x > 0 ? std::floor(std::log10(x)) : least;
    low = static_cast<int>(std::min<double>(low, std::max<double>(d, least)));
    high = static_cast<int>(std::max<double>(high, std::min<double>(d + 1, most)));
  }
  return {low, std::max(high, low + 1), from, to, lane};
}

std::string error_text(double ulps) { return std::isinf(ulps) ? "infinite" : fmt::format("{:.3g}", ulps); }

/// The inputs of one decade of condition numbers.
struct Bin {
  std::size_t inputs = 0;
  Dot worst{0, -1, 0};
  bool breaks() const { return worst.ulps > worst.allowed; }
};

class Picture {
 public:
  Picture(const std::string& id, const MetricResult& metric, const Scatter& scatter)
      : id_(id), metric_(metric), scatter_(scatter), x_(axis([](const Dot& d) { return d.condition; }, least_condition, most_condition, left, width - right, 52)),
        y_(axis([](const Dot& d) { return d.ulps; }, least_error, most_error, height - bottom, top, -34)) {
    for (const Dot& dot : scatter.dots) {
      if (std::isnan(dot.condition)) continue;
      Bin& bin = bins_[x_.decade(dot.condition)];
      ++bin.inputs;
      if (dot.ulps > bin.worst.ulps) bin.worst = dot;
    }
  }

  std::string figure() const {
    const std::string name = html::escaped(reference::info(metric_.metric).name);
    return fmt::format("<figure id=\"{0}\"><figcaption><b>{1}</b> claims {2}: {3}</figcaption>\n"
                       "<svg viewBox=\"0 0 {4} {5}\" role=\"img\" aria-labelledby=\"{0}-title {0}-text\"><title id=\"{0}-title\">Error of {1} against condition number</title>"
                       "<desc id=\"{0}-text\">{3}</desc>\n{6}{7}{8}</svg>\n{9}</figure>\n",
                       id_, name, html::escaped(to_string(metric_.accuracy)), html::escaped(sentence()), width, height, axes(), lines(), marks(), table());
  }

 private:
  Axis axis(double (*value)(const Dot&), int least, int most, double from, double to, double lane) const {
    std::vector<double> all;
    for (const Dot& dot : scatter_.dots) {
      if (!std::isnan(dot.condition)) all.push_back(value(dot));
    }
    return axis_of(all, least, most, from, to, lane);
  }

  std::string sentence() const {
    std::size_t drawn = 0, broken = 0;
    const Bin* worst = nullptr;
    for (const auto& [decade, bin] : bins_) {
      drawn += bin.inputs;
      if (!worst || bin.worst.ulps > worst->worst.ulps) worst = &bin;
    }
    for (const Dot& dot : scatter_.dots) broken += !std::isnan(dot.condition) && dot.ulps > dot.allowed ? 1 : 0;
    std::string text = fmt::format("{}; the largest error is {}, at condition number {}", count(drawn, "input"),
                                   std::isinf(worst->worst.ulps) ? "infinite" : error_text(worst->worst.ulps) + " ulp", condition_text(worst->worst.condition));
    text += broken > 0 ? fmt::format("; {} beyond the claim", broken) : "; all within the claim";
    if (const std::size_t without = scatter_.dots.size() - drawn; without > 0) text += fmt::format("; {} not shown, as the exact value is infinite or its condition unknown", count(without, "input"));
    if (scatter_.none > 0) text += fmt::format("; {} answered by no number", scatter_.none);
    return text + ".";
  }

  static std::string condition_text(double x) { return std::isinf(x) ? "∞" : fmt::format("{:.3g}", x); }

  /// One axis: grid, numbers, lanes.
  std::string ticks(const Axis& axis, bool across) const {
    std::string out;
    const auto number = [&](double at, const std::string& text) {
      out += across ? fmt::format("<text class=\"middle\" x=\"{:.0f}\" y=\"{:.0f}\">{}</text>", at, height - bottom + 17, text)
                    : fmt::format("<text class=\"end\" x=\"{:.0f}\" y=\"{:.0f}\">{}</text>", left - 6, at + 5, text);
    };
    for (int d = axis.low; d <= axis.high; d += axis.step()) {
      const double at = axis.at(d);
      out += across ? fmt::format("<path class=\"grid\" d=\"M{:.1f} {}V{}\"/>", at, top, height - bottom) : fmt::format("<path class=\"grid\" d=\"M{} {:.1f}H{}\"/>", left, at, width - right);
      number(at, power(d));
    }
    const auto in_lane = [&](int lane, double (*value)(const Dot&)) {
      return std::ranges::any_of(scatter_.dots, [&](const Dot& dot) { return !std::isnan(dot.condition) && axis.decade(value(dot)) == lane; });
    };
    const auto value = across ? +[](const Dot& d) { return d.condition; } : +[](const Dot& d) { return d.ulps; };
    if (in_lane(axis.low - 1, value)) number(axis.below(), "0");
    if (in_lane(axis.high, value)) number(axis.beyond(), "∞");
    return out;
  }

  std::string axes() const {
    return ticks(x_, true) + ticks(y_, false) +
           fmt::format("<path class=\"axis\" d=\"M{0} {1}V{2}H{3}\"/><text class=\"middle\" x=\"{4}\" y=\"{5}\">condition number</text>"
                       "<text class=\"middle\" transform=\"translate(14 {6}) rotate(-90)\">error in ulps</text>\n",
                       left, top, height - bottom, width - right, (left + width - right) / 2, height - 10, (top + height - bottom) / 2);
  }

  /// What rounded inputs may cost, an error of κ ulps; and the claim, where it is the same for all inputs.
  std::string lines() const {
    std::string out;
    const double from = std::max(x_.low, y_.low), to = std::min(x_.high, y_.high);
    if (from < to) out += fmt::format("<path class=\"inputs\" d=\"M{:.1f} {:.1f}L{:.1f} {:.1f}\"/>\n", x_.at(from), y_.at(from), x_.at(to), y_.at(to));
    if (metric_.accuracy.level == Accuracy::Level::stable) return out;
    const double claim = y_.of(scatter_.dots.front().allowed);
    return out + fmt::format("<path class=\"claim\" d=\"M{} {:.1f}H{}\"/>\n", left, claim, width - right);
  }

  std::string marks() const {
    std::set<std::pair<int, int>> cloud;
    for (const Dot& dot : scatter_.dots) {
      if (!std::isnan(dot.condition)) cloud.insert({static_cast<int>(std::lround(x_.of(dot.condition))), static_cast<int>(std::lround(y_.of(dot.ulps)))});
    }
    std::string out = "<path class=\"cloud\" d=\"", rings, allowed;
    for (const auto& [x, y] : cloud) out += fmt::format("M{} {}h0", x, y);
    for (const auto& [decade, bin] : bins_) {
      const double x = x_.of(bin.worst.condition), y = y_.of(bin.worst.ulps);
      rings += bin.breaks() ? fmt::format("<path class=\"broken\" d=\"M{:.1f} {:.1f}l10 10m-10 0l10 -10\"/>", x - 5, y - 5)
                            : fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4.5\"/>", x, y);
      if (metric_.accuracy.level == Accuracy::Level::stable) allowed += fmt::format("M{:.1f} {:.1f}h14", x - 7, y_.of(bin.worst.allowed));
    }
    out += "\"/>\n" + rings + "\n";
    return allowed.empty() ? out : out + fmt::format("<path class=\"claim\" d=\"{}\"/>\n", allowed);
  }

  std::string range(int decade) const {
    if (decade < x_.low) return x_.low == least_condition ? "below " + power(x_.low) : "0";
    return decade >= x_.high ? power(x_.high) + " and more" : fmt::format("{} to {}", power(decade), power(decade + 1));
  }

  std::string table() const {
    std::string out = "<details><summary>Its points as a table</summary><table><thead><tr><th scope=\"col\">condition number</th><th scope=\"col\">inputs</th>"
                      "<th scope=\"col\">largest error, ulp</th><th scope=\"col\">allowed there, ulp</th><th scope=\"col\">kept</th></tr></thead><tbody>\n";
    for (const auto& [decade, bin] : bins_) {
      out += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n", range(decade), bin.inputs, error_text(bin.worst.ulps),
                         error_text(bin.worst.allowed), bin.breaks() ? "✗ no" : "yes");
    }
    return out + "</tbody></table></details>\n";
  }

  const std::string& id_;
  const MetricResult& metric_;
  const Scatter& scatter_;
  Axis x_, y_;
  std::map<int, Bin> bins_;
};

}  // namespace

std::string_view picture_style() {
  return R"(
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 26rem), 1fr)); gap: 1rem } .pictures > * { min-width: 0 }
figure { margin: .5rem 0; overflow-wrap: anywhere } figcaption, summary { font-size: .9rem } summary { cursor: pointer; padding: .25rem 0 }
svg { width: 100%; height: auto; max-width: 40rem; display: block; font: 15px system-ui, sans-serif; fill: none; stroke: var(--fore) }
svg text { fill: var(--fore); stroke: none } .middle { text-anchor: middle } .end { text-anchor: end }
.axis { stroke-width: 1.2 } .grid { stroke: var(--line); stroke-width: .7 } .inputs { stroke: var(--faint); stroke-width: 1.3; stroke-dasharray: 1.5 4 }
.claim { stroke-width: 2.2 } .cloud { stroke: var(--faint); stroke-width: 3; stroke-linecap: round } svg circle { stroke-width: 1.6; fill: var(--back) }
.broken { stroke: var(--bad); stroke-width: 2.4 } .key { display: inline-block; width: 2.4rem; height: 1rem; vertical-align: middle }
)";
}

std::string picture_legend() {
  const auto key = [](std::string_view marks, std::string_view meaning) {
    return fmt::format("<svg class=\"key\" viewBox=\"0 0 36 16\" aria-hidden=\"true\">{}</svg> {}", marks, meaning);
  };
  return fmt::format("<p>The condition number κ of an input tells how much the value owes to its exactness: inputs that are off by a relative ε move it by a relative κε. "
                     "Each picture shows up to {} of the trial's inputs, none of more than {} numbers, and the worst ones known. At the 0 and ∞ of an axis stands what is below and beyond its numbers.</p>\n", cases_in_picture, most_in_picture) +
         html::list({key("<path class=\"cloud\" d=\"M8 8h0M18 5h0M27 11h0\"/>", "an input"),
                     key("<circle cx=\"18\" cy=\"8\" r=\"4.5\"/>", "the largest error of a decade, within the claim"),
                     key("<path class=\"broken\" d=\"M13 3l10 10m-10 0l10 -10\"/>", "the same, beyond the claim"),
                     key("<path class=\"claim\" d=\"M11 8h14\"/>", "what the claim allows for that input; a line across where it allows the same for all"),
                     key("<path class=\"inputs\" d=\"M0 12L36 4\"/>", "an error of κ ulp: what inputs that are rounded once may cost, whoever computes")});
}

std::string picture(const std::string& id, const MetricResult& metric, const Scatter& scatter) {
  const bool any = std::ranges::any_of(scatter.dots, [](const Dot& dot) { return !std::isnan(dot.condition); });
  return any ? Picture(id, metric, scatter).figure() : "";
}

}  // namespace gibbs::cli
