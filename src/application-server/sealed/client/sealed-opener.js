// Opens sealed findings with Web Crypto. The key is held by this page's memory and goes nowhere else.

const encoder = new TextEncoder();
const VERSION = 1;
const NONCE_LENGTH = 12;

function bytesOf(base64url) {
  const binary = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

async function derive(key, purpose) {
  const material = await crypto.subtle.importKey('raw', key, 'HKDF', false, ['deriveBits']);
  const parameters = {
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new Uint8Array(),
    info: encoder.encode(`assay:sealed:${purpose}`),
  };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, material, 256));
}

async function idOf(key) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await derive(key, 'key-id')));
  return [...digest.slice(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** `{ id, open(issue) }` from the text of a key file. Throws an Error with a sentence for the user. */
export async function openKey(text) {
  let file;
  try {
    file = JSON.parse(text);
  } catch {
    throw new Error('This is no key file: it must be the JSON that "assay sealed init" wrote.');
  }
  if (file?.assay_sealed_key !== 1 || typeof file.key !== 'string') {
    throw new Error('This is no key file: it must be the JSON that "assay sealed init" wrote.');
  }
  const key = bytesOf(file.key);
  if (key.length !== 32 || (await idOf(key)) !== file.id) throw new Error('This key file is damaged.');
  const secret = await crypto.subtle.importKey('raw', await derive(key, 'encryption'), 'AES-GCM', false, ['decrypt']);
  return { id: file.id, open: (issue) => openIssue(secret, file.id, issue) };
}

/** `{ message, location, within, trace, snippet }` of a sealed issue. */
async function openIssue(secret, keyId, issue) {
  if (issue.sealed === undefined) throw new Error('This finding is not sealed.');
  if (issue.sealed.key_id !== keyId)
    throw new Error(`This finding was sealed with another key (${issue.sealed.key_id}).`);
  const bytes = bytesOf(issue.sealed.data);
  if (bytes[0] !== VERSION) throw new Error('This finding was sealed by a newer Assay.');
  const parameters = {
    name: 'AES-GCM',
    iv: bytes.slice(1, 1 + NONCE_LENGTH),
    additionalData: encoder.encode(`finding:${issue.fingerprint}`),
  };
  try {
    const plain = await crypto.subtle.decrypt(parameters, secret, bytes.slice(1 + NONCE_LENGTH));
    return JSON.parse(new TextDecoder().decode(plain));
  } catch {
    throw new Error('This finding cannot be opened: it was changed, or belongs to another one.');
  }
}
