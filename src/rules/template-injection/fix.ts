// Hands the value to the template as one of its variables.
export { templateVariables as fix } from '../../analysis-engine/index.ts';
