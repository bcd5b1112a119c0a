// Whole cases: valid inputs for a metric, and input that is invalid beyond doubt.
#include <algorithm>
#include <cmath>
#include <limits>

#include "properties/inputs/generate.hpp"

namespace gibbs::properties::generate {
namespace {

using reference::Domain;
constexpr double infinity = std::numeric_limits<double>::infinity();

Role role(Domain domain) {
  switch (domain) {
    case Domain::probability: return Role::probability;
    case Domain::distribution: return Role::distribution;
    case Domain::joint: return Role::joint;
    case Domain::logit: return Role::logit;
    case Domain::logits: return Role::logits;
    case Domain::numbers: return Role::numbers;
    case Domain::logit_rows: return Role::logit_rows;
    case Domain::labels: return Role::labels;
    case Domain::weights: return Role::weights;
  }
  return Role::raw;
}

bool is_vector(Domain domain) { return reference::shape(domain) == reference::Shape::vector; }

/// What softmax is compared with by squares. Equal logits and a label at its own mean have the gradient 0, which asks for
/// exact arithmetic; one-hot labels keep clear of that.
Values numbers_for(Source& source, const Values& z) {
  const double largest = *std::ranges::max_element(z);
  const bool equal = std::ranges::all_of(z, [&](double v) { return v == largest || std::isinf(v); });
  return equal ? one_hot(source, z.size()) : source.one_in(4) ? numbers(source, z.size()) : label(source, z);
}

/// For a parameter of the metric, beside those drawn so far; vectors have n classes, tables n rows.
Table value_for(Source& source, Metric metric, Domain domain, const std::vector<Table>& so_far, std::size_t n, std::size_t columns) {
  switch (domain) {
    case Domain::probability: {
      const bool any = metric == Metric::self_information || source.one_in(2);
      return drawn(any ? probability(source) : source.pick({0.0, 1.0, 0.5}));
    }
    case Domain::logit: return drawn(source.one_in(40) ? -infinity : logit(source));
    case Domain::joint: return {joint(source, n, columns), columns};
    default: {
      if (domain == Domain::logits) return drawn(logits(source, n));
      const bool after_logits = !so_far.empty() && reference::info(metric).parameters[0].domain == Domain::logits;
      const bool squares = metric == Metric::softmax_mean_squared_error_gradient;
      if (domain == Domain::numbers) return drawn(squares ? numbers_for(source, so_far[0].values) : numbers(source, n));
      return drawn(after_logits ? label(source, so_far[0].values) : distribution(source, n));
    }
  }
}

/// Valid and nothing special.
Table plain_value(Source& source, Domain domain, std::size_t n) {
  switch (domain) {
    case Domain::probability: return drawn(0.5);
    case Domain::distribution: return drawn(exact_distribution(source, n, 3));
    case Domain::joint: return {exact_distribution(source, n * 2, 3), 2};
    case Domain::logit: return drawn(1.0);
    case Domain::logit_rows: return {short_logits(source, n * 2), 2};
    case Domain::labels: return drawn(Values(n, 1.0));
    case Domain::weights: return drawn(Values(n, 1.0));
    case Domain::logits:
    case Domain::numbers: break;
  }
  return drawn(short_logits(source, n));
}

Declared declare(std::string_view name, Role role) { return {std::string(name), role, has_classes(role) ? 0 : -1}; }

/// Numbers that no domain admits, by what is wrong with them.
double bad_number(Source& source, Domain domain) {
  switch (domain) {
    case Domain::logit:
    case Domain::logit_rows:
    case Domain::logits: return source.pick({std::nan(""), infinity});
    case Domain::labels: return source.pick({-2.0, 0.5, 2.0, 100.0});
    case Domain::weights: return source.pick({std::nan(""), infinity, -1.0});
    case Domain::numbers: return source.pick({std::nan(""), infinity, -infinity});
    default: return source.pick({std::nan(""), infinity, -infinity, -0.01, -1.0, 1.25, 2.0});
  }
}

/// Spoils one argument; says nothing of numbers that rounding could explain.
void spoil(Source& source, Table& input, Domain domain, bool has_peer) {
  Values& v = input.values;
  const bool masses = domain == Domain::distribution || domain == Domain::joint;
  const int kind = source.between(0, 5);
  if (reference::shape(domain) == reference::Shape::number) {
    v[0] = reference::round_to(bad_number(source, domain), source.format());
  } else if (kind == 0) {
    v.clear();
    input.columns = 0;
  } else if (kind == 1 && has_peer) {
    if (masses && v.size() > 1) v.push_back(0);
    else v.push_back(v.back());
  } else if (kind == 2 && domain == Domain::logits) {
    std::ranges::fill(v, -infinity);
  } else if (kind <= 3 && masses) {
    *std::ranges::max_element(v) *= source.pick({0.5, 0.25});
  } else {
    v[source.below(v.size())] = reference::round_to(bad_number(source, domain), source.format());
  }
}

}  // namespace

std::size_t number_of_classes(Source& source) {
  // 2ᵃ … 2ᵇ⁺¹ − 1 without holes, each order of magnitude as often as the next.
  const auto any = [&](int a, int b) {
    const std::size_t least = std::size_t{1} << source.between(a, b);
    return least + source.below(least);
  };
  const auto near_power = [&](int a, int b) { return (std::size_t{1} << source.between(a, b)) + source.below(3) - 1; };
  switch (source.large()) {
    case Large::no: break;
    case Large::masked_tiles: return 2 * widest_tile + source.below(2 * widest_tile);
    case Large::power_of_two: return near_power(10, 12);
    case Large::longest:
      if (source.one_in(8)) return source.one_in(4) ? near_power(13, 17) : any(12, 16);
      [[fallthrough]];
    case Large::thousands: return static_cast<std::size_t>(source.between(1000, 4100));
  }
  const int size = source.size();
  if (size < 4) return static_cast<std::size_t>(source.between(1, 3));
  const std::uint64_t kind = source.below(400);
  if (kind < 16 && size > 20) return source.one_in(4) ? near_power(7, 10) : any(4, 9);
  if (kind < 40) return source.pick<std::size_t>({7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65});
  if (kind < 120) return static_cast<std::size_t>(source.between(1, 16));
  return static_cast<std::size_t>(source.between(1, 6));
}

Values label(Source& source, const Values& z) {
  const auto possible = [](double v) { return std::isfinite(v); };
  const auto left = static_cast<std::size_t>(std::ranges::count_if(z, possible));
  if (left < z.size() && source.one_in(2)) {  // nothing on what is masked
    const Values p = source.one_in(2) ? one_hot(source, left) : distribution(source, left);
    Values spread(z.size(), 0.0);
    for (std::size_t i = 0, k = 0; i < z.size(); ++i) spread[i] = possible(z[i]) ? p[k++] : 0;
    return spread;
  }
  if (source.one_in(3)) {
    if (source.one_in(2)) return one_hot(source, z.size());
    Values right(z.size(), 0.0);
    right[static_cast<std::size_t>(std::ranges::max_element(z) - z.begin())] = 1;
    return right;
  }
  const bool uniform = std::ranges::all_of(z, [&](double v) { return v == z[0] && std::isfinite(v); });
  if (uniform && source.one_in(2)) {
    return Values(z.size(), reference::round_to(1 / static_cast<double>(z.size()), source.format()));
  }
  return distribution(source, z.size());
}

std::pair<Values, Values> logits_and_label(Source& source) {
  const Values z = logits(source, number_of_classes(source));
  return {z, label(source, z)};
}

std::pair<Values, Values> logits_and_numbers(Source& source) {
  const Values z = logits(source, number_of_classes(source));
  return {z, numbers_for(source, z)};
}

std::vector<Declared> declared_for(Metric metric) {
  std::vector<Declared> declared;
  for (const auto& [name, domain] : reference::info(metric).parameters) declared.push_back(declare(name, role(domain)));
  return declared;
}

std::vector<Table> arguments(Source& source, Metric metric, std::size_t n, std::size_t columns, std::optional<Values> first) {
  const auto& parameters = reference::info(metric).parameters;
  std::vector<Table> values;
  if (first) values.push_back(drawn(std::move(*first)));
  while (values.size() < parameters.size()) {
    values.push_back(value_for(source, metric, parameters[values.size()].domain, values, n, columns));
  }
  if (metric == Metric::self_information && source.one_in(20)) values[0].values = {0};
  if (values.size() == 2 && parameters[0].domain == Domain::distribution) {
    std::tie(values[0].values, values[1].values) = pair(source, n);
  }
  return values;
}

Inputs for_metric(Metric metric) {
  const Domain first = reference::info(metric).parameters[0].domain;
  if (first == Domain::logit_rows) {
    return {declared_for(metric), [weighted = reference::info(metric).parameters.size() > 2](Source& source) {
              LabelledRows rows = labelled_rows(source);
              std::vector<Table> values{std::move(rows.z), drawn(std::move(rows.y))};
              if (weighted) values.push_back(drawn(std::move(rows.w)));
              return values;
            }};
  }
  return {declared_for(metric), [metric, table = first == Domain::joint](Source& source) {
            const std::size_t n = number_of_classes(source);
            const std::size_t columns = table ? std::min<std::size_t>(number_of_classes(source), 40) : 0;
            return arguments(source, metric, table ? std::min<std::size_t>(n, 40) : n, columns);
          }};
}

Inputs invalid_for(Metric metric) {
  const auto& parameters = reference::info(metric).parameters;
  std::vector<Declared> declared;
  for (const auto& [name, domain] : parameters) declared.push_back(declare(name, Role::raw));
  return {std::move(declared), [&parameters](Source& source) {
            const std::size_t n = static_cast<std::size_t>(source.between(1, 4));
            std::vector<Table> values;
            for (const auto& parameter : parameters) values.push_back(plain_value(source, parameter.domain, n));
            const std::size_t which = source.below(parameters.size());
            const bool has_peer = parameters.size() > 1 && is_vector(parameters[which].domain);
            spoil(source, values[which], parameters[which].domain, has_peer);
            return values;
          }};
}

}  // namespace gibbs::properties::generate
