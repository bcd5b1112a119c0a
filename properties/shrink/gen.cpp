#include "properties/shrink/gen.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <ostream>
#include <string>

#include "properties/inputs/generate.hpp"
#include "properties/shrink/shrink.hpp"

namespace gibbs::gen {
namespace {

using properties::Case;
using properties::Inputs;
using properties::Source;
using properties::takes;
using properties::Vector;
namespace named = properties;

/// The value behind each case of `inputs`; its shrinks keep `promise`.
template <class T>
rc::Gen<T> values(Inputs inputs, const reference::Format& format, T (*value)(const Case&),
                  std::function<bool(const Case&)> promise = [](const Case&) { return true; }) {
  return [=](const rc::Random& random, int size) {
    Source source(random, size, format, {});
    // What is drawn may not keep the promise: rounded to a narrow format, near distributions may be equal.
    auto tree = rc::shrinkable::filter(properties::shrinkable(inputs(source), format), promise);
    for (int again = 0; !tree && again < 100; ++again) {
      tree = rc::shrinkable::filter(properties::shrinkable(inputs(source), format), promise);
    }
    if (!tree) throw rc::GenerationFailure("no such input was drawn");
    return rc::shrinkable::map(std::move(*tree), value);
  };
}

Distribution first_distribution(const Case& c) { return {c.inputs[0].values}; }
Logits first_logits(const Case& c) { return {c.inputs[0].values}; }
Pair both(const Case& c) { return {{c.inputs[0].values}, {c.inputs[1].values}}; }
double number(const Case& c) { return c.inputs[0].values[0]; }

auto classes(const Of& of, std::size_t least = 1) {
  return [=](Source& source) {
    return std::max(least, of.classes > 0 ? of.classes : properties::generate::number_of_classes(source));
  };
}
/// The promise of every one: as many classes as were asked for.
auto of_size(const Of& of) {
  return [n = of.classes](const Case& c) { return n == 0 || c.inputs[0].values.size() == n; };
}

template <class Draw>
rc::Gen<Pair> pairs(const Of& of, std::size_t least, Draw draw, bool (*related)(const Vector&, const Vector&)) {
  const auto inputs = takes(named::distribution("p"), named::distribution("q"))
                          .from([=](Source& source) { return draw(source, classes(of, least)(source)); });
  return values<Pair>(inputs, of.format, both, [=, sized = of_size(of)](const Case& c) {
    return sized(c) && related(c.inputs[0].values, c.inputs[1].values);
  });
}

bool differ_on_the_same(const Vector& p, const Vector& q) {
  return p != q && std::ranges::equal(p, q, {}, [](double x) { return x > 0; }, [](double x) { return x > 0; });
}
bool disjoint(const Vector& p, const Vector& q) {
  return std::ranges::equal(p, q, [](double a, double b) { return a == 0 || b == 0; });
}

void show(const std::vector<double>& values, std::size_t columns, std::ostream& out) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    out << (i == 0 ? "(" : columns != 0 && i % columns == 0 ? "; " : ", ") << properties::to_fraction(values[i]);
  }
  out << ")";
}

}  // namespace

rc::Gen<Distribution> distribution(const Of& of) {
  const auto inputs = takes(named::distribution("p")).from([=](Source& source) {
    return properties::generate::distribution(source, classes(of)(source));
  });
  return values<Distribution>(inputs, of.format, first_distribution, of_size(of));
}

rc::Gen<Distribution> label(const Of& of) {
  const auto inputs = takes(named::distribution("p")).from([=](Source& source) {
    return properties::generate::one_hot(source, classes(of)(source));
  });
  return values<Distribution>(inputs, of.format, first_distribution, [sized = of_size(of)](const Case& c) {
    return sized(c) && std::ranges::count(c.inputs[0].values, 1.0) == 1;
  });
}

rc::Gen<Pair> pair(const Of& of) {
  return pairs(of, 1, properties::generate::pair, [](const Vector&, const Vector&) { return true; });
}
rc::Gen<Pair> near_pair(const Of& of) {
  return pairs(of, 2, [](Source& s, std::size_t n) { return properties::generate::near_pair(s, n); }, differ_on_the_same);
}
rc::Gen<Pair> disjoint_pair(const Of& of) {
  return pairs(of, 2, [](Source& s, std::size_t n) { return properties::generate::disjoint_pair(s, n); }, disjoint);
}

rc::Gen<Joint> joint(std::size_t rows, std::size_t columns, const reference::Format& format) {
  const auto inputs = takes(named::joint("w")).from([=](Source& source) {
    return properties::Table{properties::generate::joint(source, rows, columns), columns};
  });
  const auto value = +[](const Case& c) { return Joint{c.inputs[0].values, c.inputs[0].columns}; };
  return values<Joint>(inputs, format, value, [=](const Case& c) {
    return c.inputs[0].columns == columns && c.inputs[0].values.size() == rows * columns;
  });
}

rc::Gen<Logits> logits(const Of& of) {
  const auto inputs = takes(named::logits("z")).from([=](Source& source) {
    return properties::generate::logits(source, classes(of)(source));
  });
  return values<Logits>(inputs, of.format, first_logits, of_size(of));
}

rc::Gen<Logits> masked_logits(const Of& of) {
  const auto inputs = takes(named::logits("z")).from([=](Source& source) {
    return properties::generate::masked_logits(source, classes(of, 2)(source));
  });
  return values<Logits>(inputs, of.format, first_logits, [sized = of_size(of)](const Case& c) {
    return sized(c) && std::ranges::any_of(c.inputs[0].values, [](double z) { return std::isinf(z); });
  });
}

rc::Gen<std::pair<Logits, Distribution>> logits_and_label(const Of& of) {
  const auto inputs = takes(named::logits("z"), named::distribution("p")).from([=](Source& source) {
    const Vector z = properties::generate::logits(source, classes(of)(source));
    return std::pair{z, properties::generate::label(source, z)};
  });
  const auto value = +[](const Case& c) { return std::pair{Logits{c.inputs[0].values}, Distribution{c.inputs[1].values}}; };
  return values<std::pair<Logits, Distribution>>(inputs, of.format, value, of_size(of));
}

rc::Gen<double> probability(const reference::Format& format) {
  return values<double>(takes(named::probability("p")).from(properties::generate::probability), format, number);
}
rc::Gen<double> logit(const reference::Format& format) {
  return values<double>(takes(named::logit("z")).from(properties::generate::logit), format, number);
}

rc::Gen<Case> cases(Inputs inputs, const reference::Format& format, std::vector<reference::Unit> units,
                    std::optional<reference::Metric> metric) {
  return [=](const rc::Random& random, int size) {
    Source source(random, size, format, units, 0, false, metric);
    return properties::shrinkable(inputs(source), format);
  };
}

void showValue(const Distribution& p, std::ostream& out) { show(p.values, 0, out); }
void showValue(const Joint& w, std::ostream& out) { show(w.values, w.columns, out); }
void showValue(const Logits& z, std::ostream& out) { show(z.values, 0, out); }

}  // namespace gibbs::gen

namespace gibbs::properties {

void showValue(const Case& c, std::ostream& out) {
  const std::string token = to_token("", c);
  out << token.substr(token.find_first_not_of(' '));
}

}  // namespace gibbs::properties

rc::Gen<gibbs::gen::Joint> rc::Arbitrary<gibbs::gen::Joint>::arbitrary() {
  return gen::mapcat(gen::pair(gen::inRange<std::size_t>(1, 7), gen::inRange<std::size_t>(1, 7)),
                     [](const std::pair<std::size_t, std::size_t>& size) { return gibbs::gen::joint(size.first, size.second); });
}
