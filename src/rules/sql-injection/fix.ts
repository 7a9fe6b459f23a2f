// Hands the values over beside the text of the query.
export { parameterisedQuery as fix } from '../../analysis-engine/index.ts';
