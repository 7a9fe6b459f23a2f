// Analyses and tenants to test with.
import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { createTenant, type Database, type NewAnalysis, type NewIssue, type SealedCode } from '../index.ts';

export async function sampleTenant(database: Database): Promise<string> {
  return await createTenant(database, { name: 'sample' }, () => randomBytes(60));
}

/** Code as it is stored: `size` bytes that begin as what is sealed under a tenant's first key does. */
export function sampleCode(size: number): SealedCode {
  return { address: randomBytes(32), ciphertext: Buffer.concat([Buffer.of(1), randomBytes(size - 1)]) };
}

export function sampleIssue(changes: Partial<NewIssue> = {}): NewIssue {
  return {
    id: uuidv7(),
    fingerprint: randomBytes(16).toString('hex'),
    ruleId: 'sql-injection',
    severity: 'high',
    governedSeverity: 'high',
    category: 'security',
    confidence: 0.93,
    cwe: ['CWE-89', 'CWE-943'],
    path: 'app.py',
    within: 'Cart.pay',
    startLine: 12,
    endLine: 13,
    ...changes,
  };
}

export function sampleAnalysis(changes: Partial<NewAnalysis> = {}): NewAnalysis {
  return {
    id: uuidv7(),
    repository: 'shop',
    path: 'app.py',
    project: null,
    language: 'python',
    code: sampleCode(101),
    result: { zebra: 1, apple: [1.5, null, 'ü'] },
    issues: [],
    modelVersion: '2026.1',
    modelDigest: 'sha256:00',
    knowledge: 7,
    durationMs: 3.25,
    requestId: 'request-1',
    ...changes,
  };
}
