// The door of the contract: the wire schemas, the only thing that clients share with the server.
export * from './finding.ts';
export * from './language-id.ts';
