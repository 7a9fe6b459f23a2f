import _ from 'lodash';

const { random } = Math;

export const code = () => _.random(100000, 999999); // assay: weak-random
export const other = () => random(); // assay: weak-random
