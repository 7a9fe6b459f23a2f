// Checks certificates, where nobody has chosen not to.
import { branchAround, repairsWhere } from '../../analysis-engine/index.ts';

const CHOSEN = /verif|insecure|ssl|tls|cert|self.?signed|skip|^except$/i;

export const fix = repairsWhere('tls-verify', (context) => !CHOSEN.test(branchAround(context)));
