// Comma-separated text (RFC 4180) into rows that know their line, so that a bad one can be pointed at.

export interface CsvRow {
  /** 1-based, where the row begins */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvFault {
  readonly line: number;
  readonly message: string;
}

/** Quoted cells may hold commas, line ends and doubled quotes. Empty lines are left out. */
export function parseCsv(text: string): { readonly rows: readonly CsvRow[]; readonly fault: CsvFault | null } {
  const source = text.startsWith('\ufeff') ? text.slice(1) : text;
  const rows: CsvRow[] = [];
  // One cell with what ends it. Every branch ends somewhere, so nothing is read twice.
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/gy;
  let cells: string[] = [];
  let line = 1;
  let rowLine = 1;
  while (cell.lastIndex < source.length || cells.length > 0) {
    const at = cell.lastIndex;
    const match = cell.exec(source);
    if (match === null) {
      const message = source[at] === '"' ? 'a quotation mark is not closed' : 'a quotation mark within a cell';
      return { rows, fault: { line, message } };
    }
    const [whole, quoted, plain = '', end = ''] = match;
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    line += whole.split(/\r\n|\n|\r/).length - 1;
    if (end === ',') continue;
    if (cells.length > 1 || cells[0] !== '') rows.push({ line: rowLine, cells });
    cells = [];
    rowLine = line;
  }
  return { rows, fault: null };
}
