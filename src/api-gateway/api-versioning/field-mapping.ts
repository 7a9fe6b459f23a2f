// Moves the fields of a JSON document between an older and a newer form, both ways from one declaration.

/**
 * One field in both forms, as JSON pointers; `*` stands for every element of a list, and both sides have equally many.
 * A form that does not have the field says null: on the way there it is dropped, on the way back it gets `default`.
 */
export interface FieldMapping {
  readonly older: string | null;
  readonly newer: string | null;
  readonly default?: unknown;
  /** values that are called otherwise, from older to newer */
  readonly values?: Readonly<Record<string, string>>;
}

export type Direction = 'to-newer' | 'to-older';

/** Changes the document in place. What does not have the declared shape stays as it is, for the schema to refuse. */
export function mapFields(document: unknown, fields: readonly FieldMapping[], direction: Direction): void {
  const moves = fields.map((field) => ({ field, ...ends(field, direction) }));
  const taken = moves.flatMap(({ field, from, to }) => {
    if (from === null) return [];
    return take(document, from).map(({ value, stars }) => ({ to, stars, value: renamed(value, field, direction) }));
  });
  // Everything is taken before anything is put: fields may change places.
  for (const { to, stars, value } of taken) if (to !== null) put(document, fill(to, stars), value);
  for (const { field, from, to } of moves) {
    if (from !== null || to === null || field.default === undefined) continue;
    for (const place of expand(document, to))
      if (read(document, place) === undefined) put(document, place, field.default);
  }
}

/** The pointer of the other form for one of this form, as in errors about a document that was mapped. */
export function mapPointer(pointer: string, fields: readonly FieldMapping[], direction: Direction): string {
  const path = split(pointer);
  let best: { readonly length: number; readonly mapped: string[] } | null = null;
  for (const field of fields) {
    const { from, to } = ends(field, direction);
    if (from === null || to === null || from.length > path.length || from.length <= (best?.length ?? -1)) continue;
    const stars: string[] = [];
    const matches = from.every((segment, index) => {
      if (segment === '*') stars.push(path[index] ?? '');
      return segment === '*' || segment === path[index];
    });
    if (matches) best = { length: from.length, mapped: [...fill(to, stars), ...path.slice(from.length)] };
  }
  return best === null ? pointer : best.mapped.map((segment) => `/${segment}`).join('');
}

type Path = readonly string[];

function ends({ older, newer }: FieldMapping, direction: Direction): { from: Path | null; to: Path | null } {
  const [from, to] = direction === 'to-newer' ? [older, newer] : [newer, older];
  return { from: from === null ? null : split(from), to: to === null ? null : split(to) };
}

/** Segments stay escaped: only declared names are compared with them. */
const split = (pointer: string): string[] => pointer.split('/').slice(1);

function renamed(value: unknown, { values }: FieldMapping, direction: Direction): unknown {
  if (values === undefined || typeof value !== 'string') return value;
  if (direction === 'to-newer') return Object.hasOwn(values, value) ? values[value] : value;
  return Object.keys(values).find((older) => values[older] === value) ?? value;
}

function fill(path: Path, stars: readonly string[]): string[] {
  let next = 0;
  return path.map((segment) => (segment === '*' ? (stars[next++] ?? '*') : segment));
}

/** Removes what lies at the places that the path stands for, and returns it with what each `*` stood for. */
function take(document: unknown, path: Path): { value: unknown; stars: string[] }[] {
  return expand(document, path).flatMap((place) => {
    const holder = read(document, place.slice(0, -1));
    const name = place.at(-1) ?? '';
    if (!isRecord(holder) || !Object.hasOwn(holder, name)) return [];
    const value = holder[name];
    if (Array.isArray(holder)) return [];
    delete holder[name];
    return [{ value, stars: place.filter((_, index) => path[index] === '*') }];
  });
}

/** The places that a path stands for in this document. */
function expand(document: unknown, path: Path): string[][] {
  let places: string[][] = [[]];
  for (const segment of path) {
    places = places.flatMap((place) => {
      if (segment !== '*') return [[...place, segment]];
      const list = read(document, place);
      return Array.isArray(list) ? list.map((_, index) => [...place, String(index)]) : [];
    });
  }
  return places;
}

function read(document: unknown, place: Path): unknown {
  let value = document;
  for (const segment of place) {
    if (!isRecord(value) || !Object.hasOwn(value, segment)) return undefined;
    value = value[segment];
  }
  return value;
}

/** Makes the objects on the way; gives up where something else is in the way. */
function put(document: unknown, place: Path, value: unknown): void {
  let holder = document;
  for (const segment of place.slice(0, -1)) {
    if (!isRecord(holder)) return;
    if (!Object.hasOwn(holder, segment)) holder[segment] = {};
    holder = holder[segment];
  }
  if (isRecord(holder)) holder[place.at(-1) ?? ''] = value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
