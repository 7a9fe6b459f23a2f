import { describe, expect, it } from 'vitest';
import type { AnalyzeRequest } from '../../contract/index.ts';
import { LIMITS } from '../../contract/index.ts';
import { AssayError } from '../../errors.ts';
import { combinePreferences } from '../preferences/effective-preferences.ts';
import { createSubmission as createWith } from './submission.ts';

const createSubmission = (request: AnalyzeRequest) => createWith(request, combinePreferences([]));

function refusal(request: AnalyzeRequest): AssayError {
  try {
    createSubmission(request);
  } catch (error) {
    if (error instanceof AssayError) return error;
    throw error;
  }
  throw new Error('expected a refusal');
}

describe('createSubmission', () => {
  it('fills in the defaults of the contract', () => {
    expect(createSubmission({ code: 'x = 1' })).toMatchObject({
      job: { declaredLanguage: null, path: null, files: [], enabledRules: null, disabledRules: [] },
      preferences: { minimumSeverity: 'info', minimumConfidence: 0.3, includeSuppressed: false },
      store: 'full',
      notices: [],
    });
  });

  it.each(['auto', 'AUTO', '', undefined])('takes the language %j as "detect it"', (language) => {
    const request = language === undefined ? { code: 'x' } : { code: 'x', language };
    expect(createSubmission(request).job.declaredLanguage).toBeNull();
  });

  it('counts UTF-8 bytes, not characters', () => {
    expect(createSubmission({ code: 'a'.repeat(LIMITS.codeBytes) }).job.code).toHaveLength(LIMITS.codeBytes);
    expect(refusal({ code: 'a'.repeat(LIMITS.codeBytes + 1) }).code).toBe('payload_too_large');
    expect(refusal({ code: 'é'.repeat(LIMITS.codeBytes / 2 + 1) }).code).toBe('payload_too_large');
  });

  it('counts the neighbouring files together with the code', () => {
    const file = { path: 'b.py', code: 'a'.repeat(LIMITS.codeBytes) };
    expect(createSubmission({ code: '', context: { files: [file, file, file, file, file] } }).job.files).toHaveLength(
      5,
    );
    const error = refusal({ code: 'a', context: { files: [file, file, file, file, file] } });
    expect(error).toMatchObject({ code: 'payload_too_large', status: 413 });
  });

  it('refuses NUL and half surrogate pairs, and says where', () => {
    expect(refusal({ code: 'a\0b' })).toMatchObject({ code: 'binary_input', errors: [{ path: '/code' }] });
    expect(refusal({ code: '', context: { files: [{ path: 'x', code: '\0' }] } })).toMatchObject({
      code: 'binary_input',
      errors: [{ path: '/context/files/0/code' }],
    });
    expect(refusal({ code: 'a\ud800b' })).toMatchObject({ code: 'invalid_encoding', status: 400 });
    expect(createSubmission({ code: '😀' }).job.code).toBe('😀');
  });

  it('notes unknown keys of context, empty code and what is not stored', () => {
    const context = { colour: 'red', store: 'none' as const };
    const codes = createSubmission({ code: ' \n', context }).notices.map((notice) => notice.code);
    expect(codes).toEqual(['unknown_context', 'empty_code', 'not_stored']);
  });
});
