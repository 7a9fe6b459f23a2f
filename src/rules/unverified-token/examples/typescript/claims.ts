import { decodeJwt, jwtVerify } from 'jose';

export const unchecked = (token: string) => decodeJwt(token).sub; // assay: unverified-token

export async function checked(token: string, key: Uint8Array) {
  const { payload } = await jwtVerify(token, key);
  return payload.sub;
}
