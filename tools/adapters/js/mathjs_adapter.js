// SPDX-License-Identifier: Apache-2.0
// math.js under kloracle, after tools/setup --adapters node:
//
//   kloracle check "cmd:node tools/adapters/js/mathjs_adapter.js"
'use strict';
const {Adapter} = require('./kloracle_adapter.js');
const {load} = require('./installed_library.js');

async function main() {
  const {library: math, version} = await load('mathjs', 'mathjs_adapter');
  const adapter = new Adapter(
    {name: 'mathjs', version, issues: 'https://github.com/josdejong/mathjs/issues'});
  adapter.offer('kldivergence', {
    quantity: 'kl', semantics: 'normalised', unit: 'nats',
    note: 'math.kldivergence(p, q) is KL(first || second), whose documentation calls the first ' +
      'argument q; it divides both by their sums, and answers NaN for what is not a real number',
    snippet: "const math = require('mathjs');\nconst inf = Infinity, nan = NaN;\n" +
      'console.log(math.kldivergence({p}, {q}));\n',
  }, (p, q) => math.kldivergence(p, q));
  adapter.run();
}

main();
