"""add_subdirectory (what FetchContent does) in a project of another language version."""

from harness import SOURCE, built, expect_metrics

expect_metrics(built("subproject", f"-DGIBBS_SOURCE={SOURCE}") / "parent")
