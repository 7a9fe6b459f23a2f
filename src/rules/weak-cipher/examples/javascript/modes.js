import { createCipheriv } from 'node:crypto';

const bits = 256;

export function encrypt(text, key) {
  const cipher = createCipheriv(`aes-${bits}-ecb`, key, null); // assay: weak-cipher
  return Buffer.concat([cipher.update(text), cipher.final()]);
}

const modes = new Map([['default', 'aes-128-ecb']]);

export function encryptBy(name, text, key) {
  return createCipheriv(modes.get('default'), key, '').update(text); // assay: weak-cipher
}
