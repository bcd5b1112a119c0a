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
  }
  return Role::raw;
}

bool is_vector(Domain domain) { return domain == Domain::distribution || domain == Domain::logits || domain == Domain::numbers; }

/// A label for logits: one-hot, soft, or what softmax itself says up to rounding (where the gradient is near 0).
Values label(Source& source, const Values& z) {
  if (source.one_in(3)) return one_hot(source, z.size());
  const bool uniform = std::ranges::all_of(z, [&](double v) { return v == z[0] && std::isfinite(v); });
  if (uniform && source.one_in(2)) {
    return Values(z.size(), reference::round_to(1 / static_cast<double>(z.size()), source.format()));
  }
  return distribution(source, z.size());
}

Values vector_for(Source& source, Metric metric, Domain domain, const Case& so_far, std::size_t n) {
  if (domain == Domain::logits) return logits(source, n);
  if (metric == Metric::softmax_mean_squared_error_gradient) {
    // Equal logits and a label at its own mean have the gradient 0; one-hot labels keep clear of that.
    const Values& z = so_far.inputs[0].values;
    const bool equal = std::ranges::all_of(z, [&](double v) { return v == z[0]; });
    return equal ? one_hot(source, n) : source.one_in(4) ? numbers(source, n) : label(source, z);
  }
  if (domain == Domain::numbers) return numbers(source, n);
  if (!so_far.inputs.empty() && so_far.inputs[0].role == Role::logits) return label(source, so_far.inputs[0].values);
  return distribution(source, n);
}

bool has_unit(Metric metric) { return reference::info(metric).has_unit; }

/// Numbers that no domain admits, by what is wrong with them.
double bad_number(Source& source, Domain domain) {
  switch (domain) {
    case Domain::logit:
    case Domain::logits: return source.pick({std::nan(""), infinity});
    case Domain::numbers: return source.pick({std::nan(""), infinity, -infinity});
    default: return source.pick({std::nan(""), infinity, -infinity, -0.01, -1.0, 1.25, 2.0});
  }
}

/// Spoils one argument; says nothing of numbers that rounding could explain.
void spoil(Source& source, Input& input, Domain domain, bool has_peer) {
  Values& v = input.values;
  const bool masses = domain == Domain::distribution || domain == Domain::joint;
  const int kind = source.between(0, 5);
  if (!is_vector(domain) && domain != Domain::joint) {
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

Case make(Source& source, std::vector<Input> inputs) {
  Case c{std::move(inputs), Unit::nat};
  if (!source.units().empty()) c.unit = source.units()[source.below(source.units().size())];
  return c;
}

Inputs for_metric(Metric metric) {
  return [metric](Source& source) {
    const auto& info = reference::info(metric);
    const std::size_t n = classes(source);
    Case c;
    for (const auto& [name, domain] : info.parameters) {
      Input input{std::string(name), role(domain), {}, 0, 0};
      if (domain == Domain::probability) {
        input.values = {metric == Metric::self_information || source.one_in(2) ? probability(source) : source.pick({0.0, 1.0, 0.5})};
      } else if (domain == Domain::logit) {
        input.values = {source.one_in(40) ? -infinity : logit(source)};
      } else if (domain == Domain::joint) {
        const std::size_t rows = std::min<std::size_t>(n, 40), columns = std::min<std::size_t>(classes(source), 40);
        input.values = joint(source, rows, columns);
        input.columns = columns;
      } else {
        input.values = vector_for(source, metric, domain, c, n);
      }
      c.inputs.push_back(std::move(input));
    }
    if (metric == Metric::self_information && source.one_in(20)) c.inputs[0].values = {0};
    if (c.inputs.size() == 2 && c.inputs[0].role == Role::distribution) {
      std::tie(c.inputs[0].values, c.inputs[1].values) = pair(source, n);
    }
    c = make(source, std::move(c.inputs));
    if (!has_unit(metric)) c.unit = Unit::nat;
    return c;
  };
}

Inputs invalid_for(Metric metric) {
  return [metric](Source& source) {
    const auto& parameters = reference::info(metric).parameters;
    const std::size_t n = static_cast<std::size_t>(source.between(1, 4));
    Case c;
    for (const auto& [name, domain] : parameters) {
      Input input{std::string(name), role(domain), {}, 0, -1};
      switch (domain) {
        case Domain::probability: input.values = {0.5}; break;
        case Domain::distribution: input.values = exact_distribution(source, n, 3); break;
        case Domain::joint: input.values = exact_distribution(source, n * 2, 3), input.columns = 2; break;
        case Domain::logit: input.values = {1}; break;
        case Domain::logits:
        case Domain::numbers: input.values = short_logits(source, n); break;
      }
      c.inputs.push_back(std::move(input));
    }
    const std::size_t which = source.below(parameters.size());
    const bool has_peer = parameters.size() > 1 && is_vector(parameters[which].domain);
    spoil(source, c.inputs[which], parameters[which].domain, has_peer);
    for (Input& input : c.inputs) input.role = Role::raw;
    return make(source, std::move(c.inputs));
  };
}

}  // namespace gibbs::properties::generate
