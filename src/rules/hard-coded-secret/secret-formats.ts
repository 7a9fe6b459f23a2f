// Formats that issuers give their keys: a match alone is a finding, wherever the text stands.
import { ISSUER_FORMATS } from './issuer-formats.ts';

export interface SecretFormat {
  /** in words, for the message */
  readonly name: string;
  /** anchored where the issuer fixes the length; linear: no nested repetition */
  readonly pattern: RegExp;
  /** a text that is in every match, and quick to look for */
  readonly needs?: string;
  /** a check that the format carries in itself: what fails it is no key, only made to look like one */
  readonly isGenuine?: (match: string) => boolean;
  /** keys for trials, keys that browsers see anyway: worth a look, no more */
  readonly isHarmless?: boolean;
}

const CRC_TABLE = Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** CRC-32 as in zlib, of ASCII text. */
function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let index = 0; index < text.length; index++)
    crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ text.charCodeAt(index)) & 0xff];
  return (crc ^ 0xffffffff) >>> 0;
}

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The last six characters are the CRC-32 of the part between prefix and them, in base 62 (GitHub's and Assay's keys). */
function endsInChecksum(key: string): boolean {
  const body = key.slice(key.lastIndexOf('_') + 1, -6);
  let value = 0;
  for (const digit of key.slice(-6)) value = value * 62 + BASE62.indexOf(digit);
  return value === crc32(body);
}

/** Texts of one word: found in strings, comments and code that does not parse. */
export const WORD_FORMATS: readonly SecretFormat[] = [
  { name: 'GitHub token', pattern: /\bgh[pousr]_[0-9A-Za-z]{36}\b/, isGenuine: endsInChecksum },
  {
    name: 'Assay API key',
    pattern: /\basy_(?:live|test)_(?:[a-z][a-z0-9-]{0,19}_)?[0-9A-Za-z]{36}\b/,
    isGenuine: endsInChecksum,
  },
  ...ISSUER_FORMATS,
];

/** Texts with spaces or signs of their own: looked for in strings only. */
export const TEXT_FORMATS: readonly SecretFormat[] = [
  {
    name: 'private key',
    needs: 'PRIVATE KEY',
    pattern:
      /-----BEGIN (?:RSA |EC |DSA |OPENSSH |PGP |ENCRYPTED )?PRIVATE KEY(?: BLOCK)?-----(?=[\s\\rn]*[0-9A-Za-z+/=]{24})/,
  },
  {
    name: 'private key',
    needs: 'PRIVATE KEY',
    pattern: /-----BEGIN (?:[A-Z]{2,10} )?PRIVATE KEY(?: BLOCK)?-----(?:\s|\\n){1,4}[0-9A-Za-z]/,
    isHarmless: true,
  },
  {
    name: 'password in a URL',
    needs: '://',
    pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/'"<>{}$%]{1,64}:[^\s:@/'"<>{}$%*]{4,64}@[^\s'"<>{}$%]/,
  },
  { name: 'storage account key', needs: 'AccountKey=', pattern: /\bAccountKey=[0-9A-Za-z+/]{86}==/ },
  {
    name: 'password in a connection string',
    needs: ';',
    pattern: /;\s?(?:Password|Pwd)=(?!\{|\$|%|<|\*)[^;'"\s]{6,64}(?:;|$)/i,
  },
];
