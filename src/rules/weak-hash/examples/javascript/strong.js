const crypto = require('crypto');

const settings = { algorithm: 'sha512' };
const algorithms = ['sha1', 'sha256'];

exports.checksum = (text) => crypto.createHash('sha256').update(text).digest('hex');
exports.configured = (text) => crypto.createHash(settings.algorithm).update(text).digest('hex');
exports.second = (text) => crypto.createHash(algorithms[1]).update(text).digest('hex');
exports.mac = (text, key) => crypto.createHmac('sha256', key).update(text).digest('hex');
