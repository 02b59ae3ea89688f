# SPDX-License-Identifier: Apache-2.0
"""KL estimators as fine-tuning code writes them, on torch tensors, under kloracle.

    kloracle check "cmd:.adapters/python/bin/python tools/adapters/rlhf_adapter.py"

These are the formulas of the named projects, rewritten here in one line each: neither their
packages nor their code. p holds the log-probabilities of the sampled tokens under the policy and q
those under the reference model; each formula is per token, and the mean over the tokens is judged.
A case in which a project clamps a value on purpose is skipped: that is not the quantity named.
"""

import platform

from kloracle_adapter import Adapter
from torch_calls import offer, torch

FULL = ("binary64", "binary32", "bfloat16")
SINGLE = ("binary32", "bfloat16")  # code that turns its arguments into float32 first
DIFFERENCE = "p.float() - q.float()"

adapter = Adapter(name="rlhf", version="torch " + torch.__version__,
                  language="Python " + platform.python_version())


def offer_estimator(project, quantity, values, formats=FULL, variant="", clamp=""):
    """An estimator by its per-token formula; clamp is when the project limits a value, if ever."""
    said = {"note": "the formula of %s, not its code; mean over tokens" % project}
    if clamp:
        said["intended"] = ("(%s).any()" % clamp, project + " clamps a value here, as intended")
    offer(adapter, (), "%s.%s%s" % (project, quantity, variant), quantity, "(%s).mean()" % values,
          formats=formats, semantics="log_prob", space="log_probs", **said)


offer_estimator("TRL", "k1", "-(q - p)")
offer_estimator("TRL", "k3", "torch.exp(q - p) - (q - p) - 1", variant="(GRPO)")
offer_estimator("TRL", "k3", "((q - p).exp() - 1) - (q - p)", variant="(PPO)")

offer_estimator("verl", "k1", "p - q")
offer_estimator("verl", "k2", "0.5 * (p - q).square()")
VERL_K3 = "torch.exp({0}) - {0} - 1"
offer_estimator("verl", "k3", "(%s).clamp(-10, 10)" % VERL_K3.format("(q - p).clamp(-20, 20)"),
                clamp="(%s).abs() > 10" % VERL_K3.format("(q - p)"))

for quantity, value in (("k1", "({0})"), ("k2", "(({0})**2 / 2.0)"),
                        ("k3", "((-({0})).exp() - 1 + ({0}))")):
    value = value.format(DIFFERENCE)
    offer_estimator("OpenRLHF", quantity, value + ".clamp(-10, 10)", formats=SINGLE,
                    clamp=value + ".abs() > 10")

if __name__ == "__main__":
    adapter.run()
