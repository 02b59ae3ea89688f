/* SPDX-License-Identifier: Apache-2.0 */
#ifndef KLORACLE_ADAPTER_H
#define KLORACLE_ADAPTER_H

/* The C interface of a library that kloracle judges: copy this file, define klo_adapter(), and
 *
 *   cc -std=c99 -O2 -fPIC -shared mine.c -o mine.so -lm
 *   kloracle check so:./mine.so
 *
 * Anything that can export a C function will do: C++, Rust, Fortran, Julia, CUDA. The library is
 * loaded by a small process of its own, kloracle-host, so that a crash ends only that; its standard
 * output is a log there. All memory belongs to the caller; no exception may leave a function. */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define KLO_ABI 1
#define KLO_MESSAGE 200

/* The formats, as the names in describe() number them. Numbers are in the machine's byte order. */
enum klo_format {
  KLO_BINARY64 = 0, /* double */
  KLO_BINARY32 = 1, /* float */
  KLO_BINARY16 = 2, /* two bytes, as uint16_t */
  KLO_BFLOAT16 = 3  /* likewise */
};

/* What became of a case. */
enum klo_status {
  KLO_VALUE = 0,
  KLO_THROWN = 1, /* the function refused it; the message says what it would have raised */
  KLO_SKIPPED = 2 /* the function does not support it; the message says why */
};

/* One case. Vectors may be empty, differ in length, and hold zeros, infinities and NaN: pass them
 * on as they are. q is empty for a function of one distribution. */
typedef struct klo_case {
  const void* p;
  const void* q;
  size_t n_p; /* how many numbers */
  size_t n_q;
} klo_case;

/* Cases of one function in one format, and room for what becomes of them. */
typedef struct klo_batch_v1 {
  uint32_t size;   /* sizeof(klo_batch_v1) */
  uint32_t format; /* a klo_format */
  size_t function; /* its place in "functions" of describe(), from 0 */
  size_t count;    /* cases */
  const klo_case* cases;
  void* values;          /* out: count numbers of the format */
  void* errors;          /* out: likewise, bounds on the values' errors; NULL unless declared */
  unsigned char* status; /* out: count klo_status; each must be written */
  char* messages;        /* out: count texts of KLO_MESSAGE bytes, zeros at first */
} klo_batch_v1;

/* What the library offers. */
typedef struct klo_adapter_v1 {
  uint32_t size; /* sizeof(klo_adapter_v1) */
  uint32_t abi;  /* KLO_ABI */

  /* {"impl":{"name":...,"version":...},"functions":[...]}: the answer to `hello` of the page that
   * comes with this file (tools/adapters/README.md), but for "klap" and "encoding". Static. */
  const char* (*describe)(void);

  /* Evaluates a batch. Returns 0, or another number where the batch makes no sense. */
  int (*eval)(const klo_batch_v1* batch);
} klo_adapter_v1;

/* The one symbol that the library must export. The result is static. */
const klo_adapter_v1* klo_adapter(void);

#ifdef __cplusplus
}
#endif

#endif
