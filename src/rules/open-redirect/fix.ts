// Asks whether the address is the site's own.
export { redirectFix as fix } from '../../analysis-engine/index.ts';
