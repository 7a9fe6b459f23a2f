// Starts the program without a shell, or quotes the value for it.
export { commandFix as fix } from '../../analysis-engine/index.ts';
