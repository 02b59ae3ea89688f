// SPDX-License-Identifier: Apache-2.0
'use strict';
// Finds the JavaScript libraries that the adapters beside this file judge.

const fs = require('node:fs');
const path = require('node:path');
const {createRequire} = require('node:module');
const {pathToFileURL} = require('node:url');

const EX_UNAVAILABLE = 69;

// tools/setup --adapters node installs into .adapters; a library installed elsewhere will do too.
const places = [path.join(__dirname, '../../../.adapters/node/'), __filename].map(createRequire);

/** The file that a library starts at, or null where it is not installed. */
function startOf(name) {
  for (const place of places) {
    try {
      return place.resolve(name);
    } catch (error) {
      if (error.code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  return null;
}

function versionOf(name, start) {
  for (let folder = path.dirname(start); ; folder = path.dirname(folder)) {
    const file = path.join(folder, 'package.json');
    const about = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
    if (about.name === name) return about.version;
    if (folder === path.dirname(folder)) return 'unknown';
  }
}

/** {library, version}; where it is missing, says so on standard error and ends with status 69. */
async function load(name, adapter) {
  const start = startOf(name);
  if (start === null) {
    process.stderr.write(
      `${adapter}: No module named '${name}'; tools/setup --adapters node installs it\n`);
    process.exit(EX_UNAVAILABLE);
  }
  const loaded = await import(pathToFileURL(start));
  return {library: loaded.default ?? loaded, version: versionOf(name, start)};
}

module.exports = {load};
