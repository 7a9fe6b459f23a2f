// Hands the values over beside the text of the expression.
export { parameterisedQuery as fix } from '../../analysis-engine/index.ts';
