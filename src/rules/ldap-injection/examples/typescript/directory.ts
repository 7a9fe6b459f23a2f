import { Client, type SearchOptions } from 'ldapts';
import type { Request, Response } from 'express';

class Directory {
  private readonly client = new Client({ url: 'ldap://localhost' });

  async find(attribute: string, value: string) {
    const options: SearchOptions = { filter: `(${attribute}=${value})` };
    return this.client.search('ou=people', options); // assay: ldap-injection
  }
}

const directory = new Directory();

export async function person(req: Request, res: Response): Promise<void> {
  res.json(await directory.find('uid', req.params.uid));
}
