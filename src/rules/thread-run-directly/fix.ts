// Begins the thread.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten('Begin the thread.', (text) => text.replace(/\.run\(\)$/, '.start()'), ['run']);
