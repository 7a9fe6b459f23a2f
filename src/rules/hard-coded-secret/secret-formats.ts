// Formats that issuers give their keys: a match alone is a finding, wherever the string stands.

export interface SecretFormat {
  /** in words, for the message */
  readonly name: string;
  /** anchored where the issuer fixes the length; linear: no nested repetition */
  readonly pattern: RegExp;
  /** a check that the format carries in itself; without one the entropy decides */
  readonly isGenuine?: (match: string) => boolean;
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

/** Published formats, each from its issuer's documentation. */
export const SECRET_FORMATS: readonly SecretFormat[] = [
  { name: 'AWS access key id', pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/ },
  { name: 'GitHub token', pattern: /\bgh[pousr]_[0-9A-Za-z]{36}\b/, isGenuine: endsInChecksum },
  { name: 'Assay API key', pattern: /\basy_(?:live|test)_[0-9A-Za-z]{36}\b/, isGenuine: endsInChecksum },
  { name: 'GitLab token', pattern: /\bglpat-[0-9A-Za-z_-]{20}\b/ },
  { name: 'Slack token', pattern: /\bxox[abprs]-[0-9]{8,14}-[0-9A-Za-z-]{10,72}\b/ },
  {
    name: 'Slack webhook',
    pattern: /\bhooks\.slack\.com\/services\/T[0-9A-Z]{8,11}\/B[0-9A-Z]{8,11}\/[0-9A-Za-z]{24}\b/,
  },
  { name: 'Stripe secret key', pattern: /\b(?:sk|rk)_live_[0-9A-Za-z]{24,99}\b/ },
  { name: 'Google API key', pattern: /\bAIza[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])/ },
  { name: 'npm token', pattern: /\bnpm_[0-9A-Za-z]{36}\b/ },
  { name: 'PyPI token', pattern: /\bpypi-AgEIcHlwaS5vcmc[0-9A-Za-z_-]{50,200}/ },
  { name: 'SendGrid key', pattern: /\bSG\.[0-9A-Za-z_-]{22}\.[0-9A-Za-z_-]{43}\b/ },
  { name: 'Twilio key', pattern: /\bSK[0-9a-f]{32}\b/ },
  {
    name: 'private key',
    pattern: /-----BEGIN (?:RSA |EC |DSA |OPENSSH |PGP )?PRIVATE KEY(?: BLOCK)?-----(?=[\s\\rn]*[0-9A-Za-z+/=]{24})/,
  },
  {
    name: 'password in a URL',
    pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/'"<>{}$%]{1,64}:[^\s:@/'"<>{}$%*]{4,64}@[^\s'"<>{}$%]/,
  },
];
