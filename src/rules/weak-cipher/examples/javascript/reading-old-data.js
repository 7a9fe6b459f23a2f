import { createCipheriv, createDecipheriv } from 'node:crypto';

export function migrate(old, key, iv) {
  const text = createDecipheriv('des-cbc', key, iv).update(old);
  return createCipheriv('aes-256-gcm', key, iv).update(text);
}
