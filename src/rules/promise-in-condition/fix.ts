// Waits for the answer that is asked for.
export { awaitedCall as fix } from '../../analysis-engine/index.ts';
