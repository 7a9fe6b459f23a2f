// Sends the cookie over TLS only, where the code does not decide that elsewhere.
import { codeAround, repairsWhere } from '../../analysis-engine/index.ts';

const DECIDED = /\.[sS]ecure\s*=\s*(?!false\b|False\b)/;

export const fix = repairsWhere('cookie.secure', (context) => !DECIDED.test(codeAround(context).code));
