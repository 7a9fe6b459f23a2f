import { createClient } from 'ldapjs';
import type { Request, Response } from 'express';

const client = createClient({ url: 'ldap://localhost' });
const UNITS: Record<string, string> = { staff: 'ou=staff', guests: 'ou=guests' };

export function list(req: Request, res: Response): void {
  const base = UNITS[req.params.unit] ?? UNITS.guests;
  client.search(base, { filter: '(objectClass=person)' }, () => res.end());
}
