// Every metric of the library.
#pragma once

#include <gibbs/distribution.hpp>
#include <gibbs/divergence.hpp>
#include <gibbs/entropy.hpp>
#include <gibbs/error.hpp>
#include <gibbs/joint.hpp>
#include <gibbs/logits.hpp>
#include <gibbs/loss.hpp>
#include <gibbs/squared_error.hpp>
#include <gibbs/unit.hpp>
#include <gibbs/version.hpp>
