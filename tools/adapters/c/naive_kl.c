/* SPDX-License-Identifier: Apache-2.0
 * KL divergence as people write it in C, under kloracle:
 *
 *   cd tools/adapters/c
 *   cc -std=c99 -O2 -fPIC -shared -I . naive_kl.c -o naive_kl.so -lm
 *   kloracle check so:./naive_kl.so */
#include <math.h>
#include <string.h>

#include <kloracle_adapter.h>

/* Sum of p log(p / q), 0 log 0 = 0, not normalised. */
static double naive_kl(const double* p, const double* q, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; ++i) {
    if (p[i] != 0) sum += p[i] * log(p[i] / q[i]);
  }
  return sum;
}

static const char* describe(void) {
  return "{\"impl\":{\"name\":\"naive_kl.c\",\"version\":\"1\",\"language\":\"C99\"},"
         "\"functions\":[{\"name\":\"naive_kl\",\"quantity\":\"kl\",\"semantics\":\"measure\","
         "\"unit\":\"nats\",\"formats\":[\"binary64\"]}]}";
}

static int eval(const klo_batch_v1* batch) {
  if (batch->function != 0 || batch->format != KLO_BINARY64) return 1;
  double* values = batch->values;
  for (size_t i = 0; i < batch->count; ++i) {
    const klo_case* c = &batch->cases[i];
    if (c->n_p == c->n_q) {
      values[i] = naive_kl(c->p, c->q, c->n_p);
      batch->status[i] = KLO_VALUE;
    } else {
      batch->status[i] = KLO_THROWN;
      strcpy(batch->messages + i * KLO_MESSAGE, "p and q differ in length");
    }
  }
  return 0;
}

const klo_adapter_v1* klo_adapter(void) {
  static const klo_adapter_v1 adapter = {sizeof adapter, KLO_ABI, describe, eval};
  return &adapter;
}
