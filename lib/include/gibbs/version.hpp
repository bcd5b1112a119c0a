// The version of the project: CMake reads it from here, and the inline namespace is named after it.
#pragma once

#define GIBBS_VERSION_MAJOR 0
#define GIBBS_VERSION_MINOR 1
#define GIBBS_VERSION_PATCH 0
