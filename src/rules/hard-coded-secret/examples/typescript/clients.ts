import { DataSource } from 'typeorm';
import { Client } from 'ssh2';

export const source = new DataSource({ type: 'postgres', username: 'app', password: 'n4Qx-77tGv' }); // assay: hard-coded-secret

export function connect(host: string): Client {
  const client = new Client();
  client.connect({ host, username: 'root', password: 'zT6!hB3#sW' }); // assay: hard-coded-secret
  return client;
}
