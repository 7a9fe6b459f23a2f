// API keys: made, checked for typing errors without a database, and hashed for storage.
import { createHash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SECRET_LENGTH = 30;
const CHECKSUM_LENGTH = 6;
const PATTERN = /^asy_(live|test)_(?:([a-z][a-z0-9-]{0,19})_)?([0-9A-Za-z]{30})([0-9A-Za-z]{6})$/;
/** characters of the secret that are shown in lists, enough to tell keys apart and far too few to guess the rest */
const DISPLAYED_SECRET_CHARACTERS = 4;

export type ApiKeyEnvironment = 'live' | 'test';

export interface ParsedApiKey {
  readonly environment: ApiKeyEnvironment;
  /** where its tenant is at home; null: it does not say */
  readonly region: string | null;
  /** what may be stored and shown in the clear, e.g. `asy_live_3fZk` */
  readonly prefix: string;
}

/**
 * A new key with 178 bits of chance in it: `asy_<live|test>_` + 30 characters + their CRC-32, and where there are regions
 * `asy_<live|test>_<region>_…`, so that every gateway knows where it belongs. Show it once, store its hash.
 */
export function generateApiKey(environment: ApiKeyEnvironment, region: string | null = null): string {
  let secret = '';
  while (secret.length < SECRET_LENGTH) secret += ALPHABET.charAt(randomInt(ALPHABET.length));
  return `${beginning(environment, region)}${secret}${checksum(secret)}`;
}

/** The parts of a well-formed key whose checksum is right, otherwise null: a mistyped key costs no database look-up. */
export function parseApiKey(text: string): ParsedApiKey | null {
  const match = PATTERN.exec(text);
  if (match === null) return null;
  const [, kind, region = null, secret = '', check] = match;
  if (checksum(secret) !== check) return null;
  const environment = kind === 'live' ? 'live' : 'test';
  return {
    environment,
    region,
    prefix: `${beginning(environment, region)}${secret.slice(0, DISPLAYED_SECRET_CHARACTERS)}`,
  };
}

/**
 * What is stored instead of the key: SHA-256 over pepper and key, 32 bytes. No slow hash, since this runs on each
 * request and the key is random, not a password; the pepper makes a stolen table useless by itself.
 */
export function hashApiKey(key: string, pepper: Buffer): Buffer {
  return createHash('sha256').update(pepper).update(key, 'utf8').digest();
}

function beginning(environment: ApiKeyEnvironment, region: string | null): string {
  return region === null ? `asy_${environment}_` : `asy_${environment}_${region}_`;
}

/** CRC-32 as in zlib, in base 62, left-padded with 0. */
function checksum(secret: string): string {
  let rest = crc32(secret);
  let digits = '';
  for (let position = 0; position < CHECKSUM_LENGTH; position++) {
    digits = ALPHABET.charAt(rest % ALPHABET.length) + digits;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return digits;
}
