// Writes the year of the calendar.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten('Write the year of the calendar.', (text) =>
  text.replace(/"[^"]*"/, (format) => format.replaceAll('Y', 'y')),
);
