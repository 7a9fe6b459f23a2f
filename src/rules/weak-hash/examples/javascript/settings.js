import { createHash, hash } from 'node:crypto';

const settings = { algorithm: 'MD5', encoding: 'base64' };
const algorithms = ['sha256', 'sha1'];

export function fingerprint(data) {
  const { algorithm, encoding } = settings;
  return createHash(algorithm).update(data).digest(encoding); // assay: weak-hash
}

export const second = (data) => createHash(algorithms[1]).update(data).digest(); // assay: weak-hash
export const once = (data) => hash('md5', data); // assay: weak-hash
