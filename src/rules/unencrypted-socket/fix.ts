// Speaks TLS, where the port says that the other side does.
import { repairsWhere } from '../../analysis-engine/index.ts';

const OF_TLS = /\b(?:443|465|636|853|989|990|993|995|5061|5671|6697|8443|8883)\b/;

export const fix = repairsWhere('plain-socket', ({ source, start, end }) => OF_TLS.test(source.slice(start, end)));
