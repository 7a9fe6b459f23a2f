const crypto = require('crypto');
const { nanoid } = require('nanoid');

exports.token = () => crypto.randomBytes(16).toString('hex');
exports.code = () => crypto.randomInt(100000, 999999);
exports.id = () => crypto.randomUUID();
exports.short = () => nanoid(10);
exports.floor = (value) => Math.floor(value);
