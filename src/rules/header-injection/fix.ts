// Takes line breaks out of the value on its way to the sink; what a request lacks stays empty.
import { encodingFix, type Fix } from '../../analysis-engine/index.ts';

const emptyWhereMissing = encodingFix('encode.header-line', /^\b$/);
const asText = encodingFix('encode.line', /^\b$/);

export const fix: Fix = (context) => (context.language === 'java' ? emptyWhereMissing : asText)(context);
