const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

export function password(length: number): string {
  let result = '';
  for (let index = 0; index < length; index++) {
    result += LETTERS.charAt(Math.floor(Math.random() * LETTERS.length)); // assay: weak-random
  }
  return result;
}
