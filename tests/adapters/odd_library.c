/* SPDX-License-Identifier: Apache-2.0
 * A library with the C interface, and its misbehaving relatives: one is built for each ODD_ word. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

#include "kloracle_adapter.h"

#if defined(ODD_FLUSHES) && defined(__SSE2__)
/* Sets FTZ and DAZ for the whole process when it is loaded, as code built with -ffast-math does. */
__attribute__((constructor)) static void set_fast_math(void) {
  _mm_setcsr(_mm_getcsr() | 0x8040);
}
#endif

static const char* describe(void) {
#if defined(ODD_PRINTS)
  printf("hello from the library\n");
  fflush(stdout);
#endif
#if defined(ODD_DESCRIBES_NOTHING)
  return "none of your business";
#else
  return "{\"impl\":{\"name\":\"odd\",\"version\":\"1\"},\"functions\":["
         "{\"name\":\"naive_kl\",\"quantity\":\"kl\",\"semantics\":\"measure\",\"unit\":\"nats\","
         "\"formats\":[\"binary64\",\"binary32\"]},"
         "{\"name\":\"bounded\",\"quantity\":\"kl\",\"semantics\":\"measure\",\"unit\":\"nats\","
         "\"formats\":[\"binary64\"],\"returns\":[\"value\",\"error\"]}]}";
#endif
}

static double element(const void* numbers, size_t i, uint32_t format) {
  return format == KLO_BINARY64 ? ((const double*)numbers)[i] : (double)((const float*)numbers)[i];
}

/* Sum of p log(p / q), with the misbehaviour on cases that begin with the marker 0.375. */
static void evaluate(const klo_batch_v1* batch, size_t i) {
  const klo_case* c = &batch->cases[i];
  double sum = 0;
  for (size_t k = 0; k < c->n_p && k < c->n_q; ++k) {
    const double p = element(c->p, k, batch->format);
    if (p > 0) sum += p * log(p / element(c->q, k, batch->format));
  }
  if (c->n_p > 0 && element(c->p, 0, batch->format) == 0.375) {
#if defined(ODD_CRASHES)
    abort();
#elif defined(ODD_FORGETS)
    return;
#endif
    batch->status[i] = KLO_SKIPPED;
    memset(batch->messages + i * KLO_MESSAGE, 'x', KLO_MESSAGE); /* no zero at the end */
    return;
  }
  if (batch->format == KLO_BINARY64) ((double*)batch->values)[i] = sum;
  if (batch->format == KLO_BINARY32) ((float*)batch->values)[i] = (float)sum;
  if (batch->errors != NULL) ((double*)batch->errors)[i] = 0.25;
  batch->status[i] = KLO_VALUE;
}

static int eval(const klo_batch_v1* batch) {
#if defined(ODD_REFUSES)
  return 7;
#endif
  for (size_t i = 0; i < batch->count; ++i) evaluate(batch, i);
  return 0;
}

#if defined(ODD_EXPORTS_NOTHING)
#define klo_adapter no_klo_adapter
const klo_adapter_v1* klo_adapter(void);
#endif

const klo_adapter_v1* klo_adapter(void) {
  static klo_adapter_v1 adapter = {sizeof adapter, KLO_ABI, describe, eval};
#if defined(ODD_ABI)
  adapter.abi = KLO_ABI + 1;
#endif
  return &adapter;
}
