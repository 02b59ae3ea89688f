// SPDX-License-Identifier: Apache-2.0
'use strict';
// The adapter kit for Node (18 or newer, nothing else): lets kloracle judge JavaScript code. Copy it.
//
//   const {Adapter} = require('./kloracle_adapter.js');
//   const adapter = new Adapter({name: 'mine', version: '1.0'});
//   adapter.offer('kl', {quantity: 'kl', semantics: 'measure', unit: 'nats'}, (p, q) => ...);
//   adapter.run();
//
// p and q are arrays of numbers that hold exactly what kloracle sent; a function of one distribution
// takes p alone. formats may name binary32 besides binary64: the result is then rounded to it by
// Math.fround, and whether the function computes in it (with Math.fround) is its own affair. With
// returns: ['value', 'error'] in the declaration the function returns such a pair. An exception is
// reported as what was raised; throw new Skip('reason') for a case that is not supported.

const fs = require('node:fs');

/** Thrown by a function for a case that it does not support. */
class Skip extends Error {}

/** A request that the protocol does not allow; the answer is an `error`. */
class Malformed extends Error {}

// A number travels as its bit pattern in hex, most significant digit first: the encoding "bits".
const view = new DataView(new ArrayBuffer(8));

function decode(text, format) {
  const digits = format === 'binary64' ? 16 : 8;
  if (typeof text !== 'string' || text.length !== digits || !/^[0-9a-fA-F]*$/.test(text)) {
    throw new Malformed(`not the bits of a ${format}: ${text}`);
  }
  if (digits === 8) {
    view.setUint32(0, parseInt(text, 16));
    return view.getFloat32(0);
  }
  view.setUint32(0, parseInt(text.slice(0, 8), 16));
  view.setUint32(4, parseInt(text.slice(8), 16));
  return view.getFloat64(0);
}

function encode(number, format) {
  if (typeof number !== 'number') throw new TypeError(`expected a number, came ${typeof number}`);
  const word = (at) => view.getUint32(at).toString(16).padStart(8, '0');
  if (format === 'binary64') {
    view.setFloat64(0, number);
    return word(0) + word(4);
  }
  view.setFloat32(0, number); // to nearest, ties to even
  return word(0);
}

function member(request, key, isRight, what) {
  if (!isRight(request[key])) throw new Malformed(`expected '${key}' to be ${what}`);
  return request[key];
}

const isText = (x) => typeof x === 'string';

// What stray prints and the protocol's own lines must not share.
function claimStandardOutput() {
  process.stdout.write = process.stderr.write.bind(process.stderr);
  return (line) => {
    const bytes = Buffer.from(line + '\n');
    for (let sent = 0; sent < bytes.length;) {
      try {
        sent += fs.writeSync(1, bytes, sent);
      } catch (error) {
        if (error.code !== 'EAGAIN') throw error; // a full pipe: try again
      }
    }
  };
}

/** One implementation and its functions; run() holds the conversation with kloracle. */
class Adapter {
  constructor({name, version, issues = ''}) {
    this.impl = {name, version, language: `JavaScript (Node ${process.versions.node})`};
    if (issues) this.impl.issues = issues;
    this.declared = [];
    this.functions = new Map();
  }

  /** Offers f as the solver of the declared problem; the keys are those of the protocol's page. */
  offer(name, declaration, f) {
    const declared = {name, formats: ['binary64'], ...declaration};
    const unknown = declared.formats.find((x) => x !== 'binary64' && x !== 'binary32');
    if (unknown !== undefined) throw new RangeError(`${unknown} is not binary64 or binary32`);
    if (this.functions.has(name)) throw new RangeError(`two functions are named ${name}`);
    this.declared.push(declared);
    this.functions.set(name, {f, declared});
  }

  hello(request) {
    if (!member(request, 'encodings', Array.isArray, 'a list').includes('bits')) {
      throw new Malformed('the encoding bits is not offered');
    }
    return {klap: 1, impl: this.impl, functions: this.declared, encoding: 'bits'};
  }

  numbers(request, key, format) {
    return member(request, key, Array.isArray, 'a list').map((text) => decode(text, format));
  }

  echo(request) {
    const format = member(request, 'format', isText, 'a text');
    return {values: this.numbers(request, 'values', format).map((x) => encode(x, format))};
  }

  // JavaScript adds and multiplies in binary64 alone.
  probe(request) {
    if (request.format !== 'binary64') throw new Malformed('JavaScript computes in binary64');
    const values = this.numbers(request, 'values', 'binary64');
    const results = [];
    for (let i = 0; i + 1 < values.length; i += 2) {
      results.push(values[i] + values[i + 1], values[i] * values[i + 1]);
    }
    return {values: results.map((x) => encode(x, 'binary64'))};
  }

  eval(request) {
    const {f, declared} = this.functions.get(request.function) || {};
    if (f === undefined) throw new Malformed(`unknown function ${request.function}`);
    const format = request.format;
    if (!declared.formats.includes(format)) throw new Malformed(`${format} is not offered`);
    const cases = member(request, 'cases', Array.isArray, 'a list').map((c) =>
      ['p', 'q'].filter((key) => key in c).map((key) => this.numbers(c, key, format)));
    return {seq: request.seq, r: cases.map((arrays) => this.outcome(f, arrays, declared, format))};
  }

  outcome(f, arrays, declared, format) {
    try {
      const result = f(...arrays, format);
      return declared.returns && declared.returns.length === 2
        ? result.map((x) => encode(x, format)) : encode(result, format);
    } catch (error) {
      if (error instanceof Skip) return {skip: error.message};
      return {throw: String(error).slice(0, 1000)};
    }
  }

  /** The answer to a line; null after bye. */
  reply(line) {
    let request = {};
    try {
      request = JSON.parse(line);
      if (request.cmd === 'bye') return null;
      const answers = {hello: this.hello, echo: this.echo, probe: this.probe, eval: this.eval};
      if (!Object.hasOwn(answers, request.cmd)) throw new Malformed(`unknown cmd ${request.cmd}`);
      return answers[request.cmd].call(this, request);
    } catch (error) {
      const seq = request === null ? undefined : request.seq; // JSON leaves undefined out
      return {seq, error: String(error.message)};
    }
  }

  /** Answers kloracle until it says bye or goes away. */
  run() {
    const send = claimStandardOutput();
    let pieces = [];
    process.stdin.setEncoding('utf8');
    process.stdin.on('data', (chunk) => {
      const lines = chunk.split('\n');
      for (const line of lines.slice(0, -1)) {
        const answer = this.reply(pieces.join('') + line);
        pieces = [];
        if (answer === null) process.exit(0);
        send(JSON.stringify(answer));
      }
      pieces.push(lines[lines.length - 1]);
    });
  }
}

module.exports = {Adapter, Skip};
