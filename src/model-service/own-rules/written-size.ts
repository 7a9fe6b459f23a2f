// How large a value is once it is written out: aliases of YAML make large ones out of little text.

/** Characters of all texts and one for each other value, counted up to `most`, where counting ends. */
export function writtenSize(value: unknown, most: number): number {
  let size = 0;
  const open: unknown[] = [value];
  while (open.length > 0 && size < most) {
    const next = open.pop();
    size += typeof next === 'string' ? next.length + 1 : 1;
    if (typeof next !== 'object' || next === null) continue;
    for (const [key, member] of Object.entries(next)) {
      size += key.length;
      open.push(member);
      if (size >= most) break;
    }
  }
  return size;
}
