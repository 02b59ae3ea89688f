// SPDX-License-Identifier: Apache-2.0
// KL divergence as people write it in JavaScript, under kloracle:
//
//   kloracle check "cmd:node tools/adapters/js/naive_kl.js"
'use strict';
const {Adapter} = require('./kloracle_adapter.js');

// Sum of p log(p / q), 0 log 0 = 0, not normalised.
function naiveKl(p, q) {
  if (p.length !== q.length) throw new RangeError('p and q differ in length');
  return p.reduce((sum, x, i) => (x === 0 ? sum : sum + x * Math.log(x / q[i])), 0);
}

const adapter = new Adapter({name: 'naive_kl.js', version: '1'});
adapter.offer('naive_kl', {quantity: 'kl', semantics: 'measure', unit: 'nats'}, naiveKl);
adapter.run();
