const crypto = require('crypto');

function token() {
  return Math.random().toString(36).slice(2); // assay: weak-random
}

const pick = (list) => list[Math.floor(Math.random() * list.length)]; // assay: weak-random

exports.session = () => `${token()}-${pick(['a', 'b'])}`;
exports.bytes = () => crypto.pseudoRandomBytes(16); // assay: weak-random
