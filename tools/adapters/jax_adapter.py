# SPDX-License-Identifier: Apache-2.0
"""JAX under kloracle:
kloracle check "cmd:.adapters/python/bin/python tools/adapters/jax_adapter.py".

The sums of jax.scipy.special's elementwise functions, as a user writes them. jax.scipy.stats has no
entropy.
"""

import sys

from kloracle_adapter import Adapter

try:
    import jax_calls
except ImportError as error:
    print("jax_adapter: %s; tools/setup --adapters python installs it" % error, file=sys.stderr)
    sys.exit(69)  # EX_UNAVAILABLE

adapter = Adapter(name="jax", version=jax_calls.jax.__version__, language=jax_calls.LANGUAGE,
                  issues="https://github.com/jax-ml/jax/issues")

for name, quantity, semantics, count in [("rel_entr", "kl", "measure", 2),
                                         ("kl_div", "kl", "generalised", 2),
                                         ("entr", "entropy", "measure", 1)]:
    arguments = "p, q" if count == 2 else "p"
    jax_calls.offer(adapter, "jax.scipy.special." + name, quantity,
                    "from jax.scipy.special import " + name, "%s(%s).sum()" % (name, arguments),
                    count=count, semantics=semantics)

if __name__ == "__main__":
    adapter.run()
