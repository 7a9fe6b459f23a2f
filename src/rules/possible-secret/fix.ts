// Reads the secret from the environment.
export { secretFromEnvironment as fix } from '../../analysis-engine/index.ts';
