const crypto = require('crypto');
const CryptoJS = require('crypto-js');

exports.des = (text, key, iv) => crypto.createCipheriv('des-ede3-cbc', key, iv).update(text); // assay: weak-cipher
exports.rc4 = (text, key) => crypto.createCipheriv('rc4', key, null).update(text); // assay: weak-cipher
exports.blowfish = (text, key, iv) => crypto.createCipheriv('bf-cbc', key, iv).update(text); // assay: weak-cipher
exports.triple = (text, key) => CryptoJS.TripleDES.encrypt(text, key).toString(); // assay: weak-cipher
