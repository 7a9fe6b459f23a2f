// Keeps the result in the variable that it was made of.
import { rewritten } from '../../analysis-engine/index.ts';

export const fix = rewritten('Keep the result: the text itself is not changed.', (text, { language }) => {
  const method = /^([A-Za-z_$][\w$]*)\./.exec(text);
  if (language === 'go') {
    const argument = /^strings\.\w+\(([A-Za-z_]\w*)[,)]/.exec(text);
    return argument === null ? null : `${argument[1]} = ${text}`;
  }
  // A variable of texts does not take bytes, a list or a number.
  if (/^[\w$]+\.(?:encode|split\w*|rsplit|partition|rpartition|getBytes|toCharArray|chars|lines)\(/.test(text))
    return null;
  return method === null ? null : `${method[1]} = ${text}`;
});
