/* A function of mine, held to test vectors of gibbs: cc check.c -lm && ./a.out DIR/log_sum_exp.json. Needs C99 alone. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double log_sum_exp(const double *z, size_t n) {
  double most = z[0], sum = 0;
  for (size_t i = 1; i < n; ++i) most = fmax(most, z[i]);
  for (size_t i = 0; i < n; ++i) sum += exp(z[i] - most);
  return most + log(sum);
}

/* The numbers behind a key, however they nest: one vector stands on a line, keys in the order of the schema. */
static size_t numbers(const char *at, const char *key, double *out) {
  size_t n = 0;
  int depth = 0;
  for (at = strstr(at, key) + strlen(key); n == 0 || depth > 0; ++at) {
    if (*at == '[' || *at == ']') depth += *at == '[' ? 1 : -1;
    else if (*at != ',' && *at != '"') out[n++] = strtod(at, (char **)&at), at -= *at != '"';
  }
  return n;
}

int main(int argc, char **argv) {
  static char line[1 << 20];
  static double z[9999], lo[9999], hi[9999], stable[9999];
  int checked = 0, wrong = 0;
  FILE *file = argc > 1 ? fopen(argv[1], "r") : NULL;
  while (file && fgets(line, sizeof line, file)) {
    if (strncmp(line, "{\"id\":", 6) != 0) continue;
    const size_t n = numbers(line, "\"z\":{\"hex\":", z), rows = numbers(line, "\"lo\":{\"hex\":", lo);
    numbers(line, "\"hi\":{\"hex\":", hi);
    numbers(strstr(line, "\"binary64\":"), "\"stable\":", stable);
    for (size_t i = 0; i < rows; ++i, ++checked) {
      const double got = log_sum_exp(z + i * (n / rows), n / rows);
      if (got >= lo[i] - stable[i] && got <= hi[i] + stable[i]) continue;
      ++wrong;
      printf("%.12s: %.17g, not in [%.17g, %.17g] +- %g\n", line + 1, got, lo[i], hi[i], stable[i]);
    }
  }
  printf("%d results, %d wrong\n", checked, wrong);
  return wrong > 0 || checked == 0;
}
