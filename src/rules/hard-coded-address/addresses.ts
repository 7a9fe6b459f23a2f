// Which texts are the address of one machine somewhere else.

const V4 =
  /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^/@\s]*@)?(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?::\d{1,5})?(?:\/(?!\d{1,2}$)\S*)?$/i;
const V6 = /^(?:(?:[a-z][a-z0-9+.-]*:\/\/)?\[([0-9a-f:]{4,39})\](?::\d{1,5})?(?:\/\S*)?|([0-9a-f:]{6,39}))$/i;

/** Whether the text is such an address, with or without scheme, port and path; networks (`10.0.0.0/8`) are none. */
export function machineAddress(text: string): boolean {
  const four = V4.exec(text);
  if (four !== null) return isMachine(four.slice(1, 5).map(Number));
  const six = V6.exec(text);
  return six !== null && isMachine6((six[1] ?? six[2]).toLowerCase());
}

function isMachine(parts: readonly number[]): boolean {
  if (parts.some((part) => part > 255)) return false;
  const [a, b, c] = parts;
  // This machine, nobody, everybody, groups, and what documents use.
  if (a === 0 || a === 127 || a >= 224) return false;
  if ((a === 192 && b === 0 && c === 2) || (a === 198 && b === 51 && c === 100) || (a === 203 && b === 0 && c === 113))
    return false;
  // Identifiers of directories and versions of software look the same.
  if (a === 2 && b === 5) return false;
  return parts.some((part) => part > 9) || a === b;
}

function isMachine6(address: string): boolean {
  const halves = address.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/.test(group))) return false;
  if (halves.length === 2 ? groups.length > 7 : groups.length !== 8) return false;
  const isLocal =
    groups.slice(0, -1).every((group) => Number(`0x${group}`) === 0) && /^0*1?$/.test(groups.at(-1) ?? '');
  // Groups, links, and what documents use.
  return !isLocal && !/^(ff|fe80|2001:0?db8)/.test(address) && (halves.length === 1 || groups.length > 2);
}
