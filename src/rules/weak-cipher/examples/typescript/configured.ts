import crypto from 'crypto';

interface Settings {
  readonly cipher: string;
}

const DEFAULTS: Settings = { cipher: 'des' };

export function encrypt(text: string, key: Buffer, settings: Settings = DEFAULTS): Buffer {
  const cipher = crypto.createCipheriv(DEFAULTS.cipher, key, null); // assay: weak-cipher
  return Buffer.concat([cipher.update(text), cipher.final()]);
}
