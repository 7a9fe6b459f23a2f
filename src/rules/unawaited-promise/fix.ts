// Waits for what the call does.
export { awaitedCall as fix } from '../../analysis-engine/index.ts';
