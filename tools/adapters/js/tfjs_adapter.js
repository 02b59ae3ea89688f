// SPDX-License-Identifier: Apache-2.0
// TensorFlow.js (its layers on its CPU backend) under kloracle, after tools/setup --adapters node:
//
//   kloracle check "cmd:node tools/adapters/js/tfjs_adapter.js"
//
// The loss is no function of the library's interface: it is reached by its name, as a user reaches
// it, through a model that hands its input on and is evaluated on a batch of one.
'use strict';
const {Adapter, Skip} = require('./kloracle_adapter.js');
const {load} = require('./installed_library.js');

const CLIP = 1e-7; // the backend's epsilon in float32

/** The loss is sum p ln(clip(p)/clip(q)); where nothing is clipped that is the formula itself. */
function requireUnclipped(p, q) {
  const inside = (x) => x >= CLIP && x <= 1;
  if (p.length !== q.length || !p.every((x, i) => x === 0 || (inside(x) && inside(q[i])))) {
    throw new Skip('p and q where p > 0 must lie in [1e-7, 1]: the loss clips what does not');
  }
}

const SNIPPET = `const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');
const {sequential, layers} = require('@tensorflow/tfjs-layers');
const inf = Infinity, nan = NaN;
const p = {p}, q = {q};
const model = sequential({layers: [layers.activation({activation: 'linear', inputShape: [null]})]});
model.compile({optimizer: 'sgd', loss: 'kullbackLeiblerDivergence'});
console.log(model.evaluate(tf.tensor2d([q]), tf.tensor2d([p])).dataSync()[0]);
`;

async function main() {
  const {library: tf, version} = await load('@tensorflow/tfjs-core', 'tfjs_adapter');
  await load('@tensorflow/tfjs-backend-cpu', 'tfjs_adapter');
  const {library: {sequential, layers}} = await load('@tensorflow/tfjs-layers', 'tfjs_adapter');
  const identity = layers.activation({activation: 'linear', inputShape: [null]});
  const model = sequential({layers: [identity]});
  model.compile({optimizer: 'sgd', loss: 'kullbackLeiblerDivergence'});

  const adapter = new Adapter(
    {name: 'tfjs', version, issues: 'https://github.com/tensorflow/tfjs/issues'});
  adapter.offer('kullbackLeiblerDivergence', {
    quantity: 'kl', semantics: 'measure', unit: 'nats', formats: ['binary32'],
    note: "compile({loss: 'kullbackLeiblerDivergence'}), evaluate(q, p): KL(p || q) of yTrue = p " +
      'and yPred = q, float32; both are clipped to [1e-7, 1] inside the logarithm, so only ' +
      'numbers in that range (and p = 0) are put to it; nothing is normalised',
    snippet: SNIPPET,
  }, (p, q) => {
    requireUnclipped(p, q);
    return tf.tidy(() => model.evaluate(tf.tensor2d([q]), tf.tensor2d([p])).dataSync()[0]);
  });
  adapter.run();
}

main();
