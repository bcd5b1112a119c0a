#include "properties/shrink/shrink.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <utility>

#include "properties/inputs/distributions.hpp"
#include "properties/shrink/shrink_rows.hpp"
#include "properties/shrink/simple_values.hpp"

namespace gibbs::properties {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// The simpler cases one after the other, as RapidCheck's sequences go. Most descents take one of the first, so no more
/// are made, or held against the domain, than are asked for.
class Shrinker {
 public:
  Shrinker(Case c, const reference::Format& format) : base_(std::move(c)), format_(format), limit_(complexity(base_)) {
    for (const Input& input : base_.inputs) images_.push_back(!is_mass(input.role) || is_rounded_image(input.values, format));
  }

  rc::Maybe<Case> operator()() {
    for (;;) {
      while (!found_.empty()) {
        Case c = std::move(found_.front());
        found_.pop_front();
        if (in_domain(c)) return c;
      }
      if (!find_more(stage_++)) return rc::Nothing;
    }
  }

 private:
  /// Is there such a stage?
  bool find_more(int stage) {
    if (stage > 3 && many_rows()) return false;  // the rest when there are fewer
    const std::size_t n = base_.inputs.size();
    switch (stage) {
      case 0:
        if (base_.unit != Unit::nat) with([](Case& c) { c.unit = Unit::nat; });
        return true;
      case 1: return jump_to_simplest(), true;
      case 2:
        simplify_rows(base_, [this](Case c) {
          with([&](Case& candidate) { candidate = std::move(c); });
        });
        for (std::size_t i = 0; i < n && !many_rows(); ++i) {
          if (base_.inputs[i].role == Role::joint) simplify_table(i);
          if (base_.inputs[i].role == Role::raw) drop_numbers(i);
        }
        return true;
      case 3:
        for (const int group : groups()) drop_classes(group);
        return true;
      case 4:
        for (std::size_t i = 0; i < n; ++i) simplify(i);
        return true;
      case 5: return round_together(), move_together(), true;
      case 6:
        for (const int group : groups()) move_logits_together(group);
        return true;
      default: return false;
    }
  }

  bool many_rows() const { return number_of_rows(base_) > 8; }

  template <class Edit>
  void with(Edit edit) {
    Case c = base_;
    edit(c);
    if (complexity(c) < limit_) found_.push_back(std::move(c));
  }
  void replace(std::size_t input, const Values& values) {
    if (values != base_.inputs[input].values) with([&](Case& c) { c.inputs[input].values = values; });
  }

  /// Where the case may be sent to subjects (contracts §3), so may what is simpler.
  bool in_domain(const Case& c) const {
    const bool same_inputs = c.inputs.size() == base_.inputs.size();  // no rows were given up
    const bool all_images = std::ranges::all_of(images_, [](bool image) { return image; });
    for (std::size_t i = 0; i < c.inputs.size(); ++i) {
      const Input& input = c.inputs[i];
      if (input.role == Role::raw || (same_inputs && input.values == base_.inputs[i].values)) continue;
      if (!is_valid(input, format_)) return false;
      const bool image = same_inputs ? images_[i] : all_images;
      if (is_mass(input.role) && image && !is_rounded_image(input.values, format_)) return false;
    }
    return rows_fit(c) && rows_have_one_shape(c);
  }
  static bool rows_have_one_shape(const Case& c) {
    const auto shape = [](const Input& input) { return std::pair(input.values.size(), input.columns); };
    return std::ranges::all_of(c.inputs, [&](const Input& input) {
      return input.row < 1 || input.role != Role::joint || shape(input) == shape(c.inputs[0]);
    });
  }

  std::vector<int> groups() const {
    std::vector<int> all;
    for (const Input& input : base_.inputs) {
      if (has_classes(input.role) && std::ranges::find(all, input.group) == all.end()) all.push_back(input.group);
    }
    return all;
  }
  bool belongs(const Input& input, int group) const {
    return input.group == group && has_classes(input.role);
  }

  /// All vectors of a group at once among the simplest ones.
  void jump_to_simplest() {
    for (const int group : groups()) {
      for (std::size_t n = 1; n <= 3; ++n) {
        std::vector<Case> product{base_};
        for (std::size_t i = 0; i < base_.inputs.size(); ++i) {
          if (!belongs(base_.inputs[i], group)) continue;
          if (base_.inputs[i].values.size() < n) return;
          std::vector<Case> next;
          for (const Case& c : product) {
            for (const Values& values : simplest(base_.inputs[i].role, n)) {
              next.push_back(c);
              next.back().inputs[i].values = values;
            }
          }
          product = std::move(next);
          if (product.size() > 1000) return;
        }
        for (Case& c : product) with([&](Case& candidate) { candidate = c; });
      }
    }
  }

  /// Classes [first, first+count) are given up; their mass goes to the class before them (or after).
  static void merge_away(Input& input, std::size_t first, std::size_t count) {
    Values& v = input.values;
    if (is_mass(input.role)) {
      double mass = 0;
      for (std::size_t k = first; k < first + count; ++k) mass += v[k];
      v[first > 0 ? first - 1 : first + count] += mass;
    }
    v.erase(v.begin() + static_cast<std::ptrdiff_t>(first), v.begin() + static_cast<std::ptrdiff_t>(first + count));
  }

  void drop_classes(int group) {
    std::size_t n = 0;
    for (const Input& input : base_.inputs) n = belongs(input, group) ? input.values.size() : n;
    const auto drop = [&](std::size_t first, std::size_t count) {
      with([&](Case& c) {
        for (Input& input : c.inputs) {
          if (belongs(input, group) && input.values.size() == n) merge_away(input, first, count);
        }
      });
    };
    for (std::size_t count = n / 2; count >= 1; count /= 2) {
      for (std::size_t first = 0; first + count <= n && (n > 1); first += count) drop(first, count);
      if (n > 64 && count < n / 16) break;  // the rest when it has become smaller
    }
  }

  void simplify_table(std::size_t which) {
    const Input& w = base_.inputs[which];
    const auto offer = [&](const std::vector<Rows>& tables) {
      for (const Rows& table : tables) {
        with([&](Case& c) { c.inputs[which].values = table.values, c.inputs[which].columns = table.columns; });
      }
    };
    if (w.row < 0) {
      offer(small_tables());
      offer(without_a_line({w.values, w.columns}));
      return;
    }
    if (w.row > 0) return;
    // All tables of a batch lose a line together.
    std::vector<std::vector<Rows>> smaller;
    for (const Input& input : base_.inputs) {
      smaller.push_back(input.role == Role::joint ? without_a_line({input.values, input.columns}) : std::vector<Rows>{});
    }
    for (std::size_t line = 0; line < smaller[which].size(); ++line) {
      with([&](Case& c) {
        for (std::size_t i = 0; i < c.inputs.size(); ++i) {
          if (!smaller[i].empty()) c.inputs[i].values = smaller[i][line].values, c.inputs[i].columns = smaller[i][line].columns;
        }
      });
    }
  }

  void drop_numbers(std::size_t which) {
    const Input& input = base_.inputs[which];
    if (input.columns != 0) return;
    for (std::size_t k = 0; k < input.values.size(); ++k) {
      Values fewer = input.values;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(k));
      replace(which, fewer);
    }
  }

  void simplify(std::size_t which) {
    const Input& input = base_.inputs[which];
    if (input.values.empty()) return;
    if (input.role == Role::natural) call_it_class_0(which);
    simpler_values(input, [&](const Values& values) { replace(which, values); });
  }
  /// Where a whole number names a class, the classes may change their names.
  void call_it_class_0(std::size_t which) {
    const auto k = static_cast<std::size_t>(base_.inputs[which].values[0]);
    with([&](Case& c) {
      c.inputs[which].values = {0};
      for (Input& input : c.inputs) {
        if (belongs(input, 0) && k < input.values.size()) std::swap(input.values[0], input.values[k]);
      }
    });
  }

  /// All masses on one grid at once, so that what they have in common survives.
  void round_together() {
    for (int bits = 1; bits <= 52; bits += bits < 6 ? 1 : 8) {
      with([&](Case& c) {
        for (Input& input : c.inputs) {
          if (is_mass(input.role)) input.values = on_grid(input.values, bits);
        }
      });
    }
  }

  /// Near pairs stay near: the second is the first, made simple, plus what lay between them.
  void move_together() {
    for (std::size_t i = 0; i < base_.inputs.size(); ++i) {
      for (std::size_t j = i + 1; j < base_.inputs.size(); ++j) {
        const Input &p = base_.inputs[i], &q = base_.inputs[j];
        if (p.role != Role::distribution || q.role != p.role || p.values.size() != q.values.size()) continue;
        std::vector<Values> starts{uniform(p.values.size())};
        for (const int bits : {1, 2, 3, 6, 12, 30}) starts.push_back(on_grid(p.values, bits));
        for (const Values& start : starts) {
          for (const double part : {1.0, 0x1p-10, 0x1p10}) shift_pair(i, j, start, part);
        }
      }
    }
  }
  /// The same of all logits of a group, so that what lies between them stays: 0 for the least one, 0 for the class k of
  /// the first vector, halves.
  void move_logits_together(int group) {
    const Values* first = nullptr;
    double low = infinity;
    for (const Input& input : base_.inputs) {
      if (!belongs(input, group) || input.role != Role::logits) continue;
      if (first == nullptr) first = &input.values;
      for (const double x : input.values) low = std::isinf(x) ? low : std::min(low, x);
    }
    if (first == nullptr) return;
    const auto each_logit = [&](auto map) {
      with([&](Case& c) {
        for (Input& input : c.inputs) {
          for (std::size_t k = 0; belongs(input, group) && input.role == Role::logits && k < input.values.size(); ++k) {
            input.values[k] = map(input.values[k], k);
          }
        }
      });
    };
    each_logit([&](double x, std::size_t) { return x - low; });
    for (std::size_t k = 0; k < std::min<std::size_t>(first->size(), 12); ++k) {
      const double base = (*first)[k];
      if (std::isfinite(base)) each_logit([&](double x, std::size_t j) { return j == k ? x - base : x; });
    }
    each_logit([](double x, std::size_t) { return std::trunc(x / 2); });
    each_logit([](double x, std::size_t) { return x / 2; });
  }
  void shift_pair(std::size_t i, std::size_t j, const Values& start, double part) {
    Values moved = start;
    for (std::size_t k = 0; k < moved.size(); ++k) {
      const double difference = (base_.inputs[j].values[k] - base_.inputs[i].values[k]) * part;
      moved[k] = start[k] + difference;
      if (moved[k] - start[k] != difference) return;  // not exactly what lay between
    }
    if (moved == base_.inputs[j].values && start == base_.inputs[i].values) return;
    with([&](Case& c) { c.inputs[i].values = start, c.inputs[j].values = moved; });
  }

  Case base_;
  reference::Format format_;
  Complexity limit_;
  std::vector<bool> images_;  // of the inputs: distributions exactly normalised or rounded images
  std::deque<Case> found_;
  int stage_ = 0;
};

}  // namespace

std::vector<Case> simpler(const Case& c, const reference::Format& format) {
  std::vector<Case> all;
  Shrinker shrinker(c, format);
  for (auto next = shrinker(); next; next = shrinker()) all.push_back(*std::move(next));
  return all;
}

rc::Shrinkable<Case> shrinkable(Case c, const reference::Format& format) {
  return rc::shrinkable::shrinkRecur(std::move(c), [format](const Case& value) { return rc::makeSeq<Shrinker>(value, format); });
}

}  // namespace gibbs::properties
