# SPDX-License-Identifier: Apache-2.0
"""optax under kloracle:
kloracle check "cmd:.adapters/python/bin/python tools/adapters/optax_adapter.py".

The losses take the predictions first: P is `targets`, Q is `log_predictions`. What is not offered:
- generalized_kl_divergence (and convex_kl_divergence, its old name) takes p and ln q, and kloracle
  states the generalised divergence of p and q alone;
- softmax_cross_entropy, safe_softmax_cross_entropy: p as it is against the softmax of logits, which
  no semantics of kloracle states;
- ctc_loss, sigmoid_focal_loss, poly_loss_cross_entropy: no quantity of kloracle.
"""

import sys

from kloracle_adapter import Adapter

try:
    import optax
    import jax_calls
except ImportError as error:
    print("optax_adapter: %s; tools/setup --adapters python installs it" % error, file=sys.stderr)
    sys.exit(69)  # EX_UNAVAILABLE

adapter = Adapter(name="optax", version=optax.__version__, language=jax_calls.LANGUAGE,
                  issues="https://github.com/google-deepmind/optax/issues")
IMPORTS = "import optax"

jax_calls.offer(adapter, "optax.losses.kl_divergence", "kl", IMPORTS,
                "optax.losses.kl_divergence(log_predictions=q, targets=p)",
                semantics="prob_vs_logprob", space="probs", space_q="log_probs",
                note="the documentation asks for targets that are strictly positive")
jax_calls.offer(adapter, "optax.losses.kl_divergence_with_log_targets", "kl", IMPORTS,
                "optax.losses.kl_divergence_with_log_targets(log_predictions=q, log_targets=p)",
                semantics="log_prob", space="log_probs")
jax_calls.offer(adapter, "optax.losses.sigmoid_binary_cross_entropy", "cross_entropy", IMPORTS,
                "optax.losses.sigmoid_binary_cross_entropy(logits=q[0], labels=p[0])",
                p="bernoulli(prob)", q="bernoulli(logit)")

if __name__ == "__main__":
    adapter.run()
