import { expect, it } from 'vitest';
import { unknownPath } from './api-versioning.ts';

it.each(['/api/v2', '/api/v2/analyze', '/api/v0/x?y', '/api/v1beta/analyze'])('%s is an unknown version', (path) => {
  expect(unknownPath(path, ['v1'])).toMatchObject({
    code: 'unknown_api_version',
    detail: expect.stringContaining('v1'),
  });
});

it.each(['/api/v1/nothing', '/nothing', '/api', '/api/openapi.yaml', '/api/version'])('%s is not found', (path) => {
  expect(unknownPath(path, ['v1'])).toMatchObject({ code: 'not_found' });
});
