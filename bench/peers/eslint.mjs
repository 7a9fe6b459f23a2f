// ESLint with eslint-plugin-security and eslint-plugin-sonarjs, every recommended rule on, for `npm run bench peer`.
import parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import security from 'eslint-plugin-security';
import sonarjs from 'eslint-plugin-sonarjs';

const rules = { ...security.configs.recommended.rules, ...sonarjs.configs.recommended.rules };
const plugins = { security, sonarjs };
const CONFIGURATIONS = {
  javascript: [{ files: ['**/*'], plugins, rules, languageOptions: { sourceType: 'module' } }],
  typescript: [{ files: ['**/*'], plugins, rules, languageOptions: { parser, sourceType: 'module' } }],
};

/** A linter whose `lint` returns the number of messages for one file. */
export async function createPeer() {
  const linter = new Linter({ configType: 'flat' });
  return { lint: (language, code) => linter.verify(code, CONFIGURATIONS[language], { filename: 'sample.js' }).length };
}
