// Offsets to lines and columns, as people and the wire contract count them.

/** 1-based; columns count UTF-16 code units. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** The offset at which each line starts, the first being 0. Lines end with LF, CR LF or a lone CR. */
export function lineStarts(source: string): Int32Array {
  const starts = [0];
  for (let at = 0; at < source.length; at++) {
    const code = source.charCodeAt(at);
    if (code === LINE_FEED) starts.push(at + 1);
    else if (code === CARRIAGE_RETURN && source.charCodeAt(at + 1) !== LINE_FEED) starts.push(at + 1);
  }
  return Int32Array.from(starts);
}

/** The position of a UTF-16 offset, given the line starts of its source. */
export function positionAt(starts: Int32Array, offset: number): LineColumn {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - starts[low] + 1 };
}

/** Positions in one source; the line table is built at the first question, since most files are never asked about. */
export interface LineIndex {
  readonly positionAt: (offset: number) => LineColumn;
}

export function lineIndexOf(source: string): LineIndex {
  let starts: Int32Array | undefined;
  return {
    positionAt(offset) {
      starts ??= lineStarts(source);
      return positionAt(starts, offset);
    },
  };
}
