import { createHash } from 'node:crypto';

export const digest = (algorithm, text) => createHash(algorithm).update(text).digest('hex');
export const md5 = (text) => createHash('sha3-256').update(text).digest('hex');
