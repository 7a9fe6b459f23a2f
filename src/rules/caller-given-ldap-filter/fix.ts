// Escapes the value where it is put into the filter.
import { encodingFix } from '../../analysis-engine/index.ts';

export const fix = encodingFix('encode.ldap', /=/);
