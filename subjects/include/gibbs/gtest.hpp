// GIBBS_TRIAL: every theorem as a GoogleTest test of your own type.
#pragma once

#include "subjects/gtest.hpp"
