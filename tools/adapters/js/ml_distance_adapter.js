// SPDX-License-Identifier: Apache-2.0
// ml-distance under kloracle, after tools/setup --adapters node:
//
//   kloracle check "cmd:node tools/adapters/js/ml_distance_adapter.js"
//
// Its functions take vectors as they are. Where its scaling is twice that of the vocabulary the
// result is halved, which is exact.
'use strict';
const {Adapter, Skip} = require('./kloracle_adapter.js');
const {load} = require('./installed_library.js');

const view = new DataView(new ArrayBuffer(8));

/** x 2^1074, an integer for every finite x. */
function scaled(x) {
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & 0xfffffffffffffn;
  const size = exponent === 0n ? fraction : (fraction | 1n << 52n) << (exponent - 1n);
  return x < 0 ? -size : size;
}

const one = scaled(1);

/** 1 - sum sqrt(p q) is a Hellinger distance of distributions alone: skips all other vectors. */
function requireDistributions(...vectors) {
  for (const vector of vectors) {
    if (!vector.every(Number.isFinite) ||
        vector.reduce((sum, x) => sum + scaled(x), 0n) !== one) {
      throw new Skip('does not sum to exactly 1, which this formula takes for granted');
    }
  }
}

// name, what it solves, whether it is halved, its remark
const ofWeights = [
  ['kullbackLeibler', {quantity: 'kl'}, false, 'KL(a || b)'],
  ['jeffreys', {quantity: 'jeffreys'}, false, 'sum (a - b) ln(a/b)'],
  ['jensenShannon', {quantity: 'jensen_shannon'}, false, 'the divergence, not its root'],
  ['jensenDifference', {quantity: 'jensen_shannon'}, false,
    'entropy of the mean less mean of the entropies'],
  ['topsoe', {quantity: 'jensen_shannon'}, true, 'twice the Jensen-Shannon divergence'],
  ['kdivergence', {quantity: 'k_divergence'}, false, 'sum a ln(2a/(a + b))'],
  ['bhattacharyya', {quantity: 'bhattacharyya_distance'}, false, '-ln sum sqrt(a b)'],
  ['fidelity', {quantity: 'bhattacharyya_coefficient'}, false, 'sum sqrt(a b)'],
  ['squaredChord', {quantity: 'squared_hellinger', convention: 'sum'}, false,
    'sum (sqrt a - sqrt b)^2'],
  ['pearson', {quantity: 'chi_squared'}, false, 'sum (a - b)^2/b'],
  ['neyman', {quantity: 'neyman_chi_squared'}, false, 'sum (a - b)^2/a'],
  ['squared', {quantity: 'triangular_discrimination'}, false, 'sum (a - b)^2/(a + b)'],
  ['manhattan', {quantity: 'total_variation'}, true, 'sum |a - b|, twice the total variation'],
];
const ofDistributions = [
  ['hellinger', {quantity: 'hellinger'}, true, '2 sqrt(1 - sum sqrt(a b)), twice the distance'],
  ['matusita', {quantity: 'hellinger', convention: 'sum'}, false, 'sqrt(2 - 2 sum sqrt(a b))'],
];
// Those that are measured in units of information.
const inNats = ['kullbackLeibler', 'jeffreys', 'jensenShannon', 'jensenDifference', 'topsoe',
  'kdivergence', 'bhattacharyya'];

function offer(adapter, distance, [name, problem, halved, about], semantics, require) {
  const call = `distance.${name}({p}, {q})${halved ? ' / 2' : ''}`;
  const declaration = {
    ...problem, semantics,
    note: `distance.${name}(a, b)${halved ? ' / 2' : ''}; the function is ${about}; ` +
      (semantics === 'measure' ? 'nothing is normalised' : 'vectors of sum 1 alone are put to it'),
    snippet: 'const inf = Infinity, nan = NaN;\n' +
      `import('ml-distance').then(({distance}) => console.log(${call}));\n`,
  };
  if (inNats.includes(name)) declaration.unit = 'nats';
  adapter.offer(name, declaration, (p, q) => {
    require(p, q);
    return halved ? distance[name](p, q) / 2 : distance[name](p, q);
  });
}

async function main() {
  const {library: {distance}, version} = await load('ml-distance', 'ml_distance_adapter');
  const adapter = new Adapter(
    {name: 'ml-distance', version, issues: 'https://github.com/mljs/distance/issues'});
  for (const row of ofWeights) offer(adapter, distance, row, 'measure', () => {});
  for (const row of ofDistributions) {
    offer(adapter, distance, row, 'normalised', requireDistributions);
  }
  adapter.run();
}

main();
