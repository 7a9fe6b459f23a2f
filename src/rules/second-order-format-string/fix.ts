// The text is handed over as a value of a fixed format.
export { fixedFormat as fix } from '../../analysis-engine/index.ts';
