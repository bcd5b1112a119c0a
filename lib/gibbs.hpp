// Every metric of the library.
#pragma once

#include "lib/distribution.hpp"
#include "lib/divergence.hpp"
#include "lib/entropy.hpp"
#include "lib/error.hpp"
#include "lib/joint.hpp"
#include "lib/logits.hpp"
#include "lib/loss.hpp"
#include "lib/squared_error.hpp"
#include "lib/unit.hpp"
