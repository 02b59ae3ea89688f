# SPDX-License-Identifier: Apache-2.0
"""PyTorch's losses of probabilities under kloracle.

    kloracle check "cmd:.adapters/python/bin/python tools/adapters/torch_adapter.py"

torch.distributions is a subject of its own: torch_distributions_adapter.py. Each function below
is what a user would write, no more. nn.KLDivLoss and nn.BCELoss are the same code as kl_div and
binary_cross_entropy here.
"""

import platform

from kloracle_adapter import Adapter
from torch_calls import ISSUES, offer, torch

IMPORTS = ("import torch.nn.functional as F",)
SUM = "KL(target || exp(input)): q is the first argument; not normalised"
BATCH = SUM + "; of a batch of one case, the sum; the default reduction, 'mean', also divides by " \
    "the number of outcomes and is no KL divergence"
BINARY = "the first argument is q"

adapter = Adapter(name="torch", version=torch.__version__,
                  language="Python " + platform.python_version(), issues=ISSUES)


def offer_loss(name, quantity, call, **problem):
    """One call of torch.nn.functional or torch.special."""
    offer(adapter, IMPORTS, name, quantity, call, **problem)


PROBS = {"semantics": "prob_vs_logprob", "space": "probs", "space_q": "log_probs"}
LOG_PROBS = {"semantics": "log_prob", "space": "log_probs"}

offer_loss("F.kl_div", "kl", "F.kl_div(q, p, reduction='sum')", note=SUM, **PROBS)
offer_loss("F.kl_div(log_target)", "kl", "F.kl_div(q, p, reduction='sum', log_target=True)",
           note=SUM, **LOG_PROBS)
offer_loss("F.kl_div(batchmean)", "kl", "F.kl_div(q[None], p[None], reduction='batchmean')",
           note=BATCH, **PROBS)
offer_loss("F.kl_div(batchmean,log_target)", "kl",
           "F.kl_div(q[None], p[None], reduction='batchmean', log_target=True)",
           note=BATCH, **LOG_PROBS)
offer_loss("torch.special.entr", "entropy", "torch.special.entr(p).sum()", count=1,
           semantics="measure")
offer_loss("F.binary_cross_entropy", "cross_entropy", "F.binary_cross_entropy(q[0], p[0])",
           note=BINARY, p="bernoulli(prob)", q="bernoulli(prob)",
           intended=("((q.log() < -100) | ((1 - q).log() < -100)).any()",
                     "torch documents that it clamps a logarithm below -100"))
offer_loss("F.binary_cross_entropy_with_logits", "cross_entropy",
           "F.binary_cross_entropy_with_logits(q[0], p[0])", note=BINARY,
           p="bernoulli(prob)", q="bernoulli(logit)")

if __name__ == "__main__":
    adapter.run()
