const crypto = require('crypto');

exports.encrypt = (text, key) => {
  const iv = crypto.randomBytes(12);
  const cipher = crypto.createCipheriv('aes-256-gcm', key, iv);
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
};

const mode = process.env.FIPS ? 'aes-256-ccm' : 'chacha20-poly1305';
exports.other = (text, key, iv) => crypto.createCipheriv(mode, key, iv, { authTagLength: 16 }).update(text);
