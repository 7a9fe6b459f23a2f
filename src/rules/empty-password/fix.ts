// Reads the password from the environment.
export { passwordFromEnvironment as fix } from '../../analysis-engine/index.ts';
