const crypto = require('crypto');
const md5 = require('md5');
const CryptoJS = require('crypto-js');

function digest(algorithm, text) {
  return crypto.createHash(algorithm).update(text).digest('hex'); // assay: weak-hash
}

exports.checksum = (text) => digest('sha1', text);
exports.etag = (text) => md5(text); // assay: weak-hash
exports.signature = (text) => CryptoJS.MD5(text).toString(); // assay: weak-hash
