// Error against condition number, as a picture that needs no script: static SVG, with a text that says what it shows and
// the table of its points.
#pragma once

#include <string>

#include "properties/run/scatter.hpp"

namespace gibbs::cli {

/// How pictures look; of a page that has some.
std::string_view picture_style();
/// What the marks of all pictures mean.
std::string picture_legend();
/// The picture of one metric; `id` is the figure's. Empty where there is nothing to draw.
std::string picture(const std::string& id, const properties::MetricResult& metric, const properties::Scatter& scatter);

}  // namespace gibbs::cli
