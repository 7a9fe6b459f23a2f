import crypto, { type CipherGCMTypes } from 'crypto';

const CIPHERS: Record<'small' | 'large', CipherGCMTypes> = { small: 'aes-128-gcm', large: 'aes-256-gcm' };

export function encrypt(text: string, key: Buffer, iv: Buffer): Buffer {
  const cipher = crypto.createCipheriv(CIPHERS.large, key, iv);
  return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}
