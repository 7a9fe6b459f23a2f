// What must be the case before a role runs in a process of its own.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Configuration } from '../config/index.ts';
import { AssayError } from '../errors.ts';
import { QUEUE_NAMES, type QueueName } from '../message-queue/index.ts';
import type { QueueRole } from './queue-role.ts';
import { TRAINER } from './trainer.ts';
import { WORKER } from './worker.ts';

export type RoleName = 'gateway' | 'api' | 'model' | 'worker' | 'trainer';

/** Readiness is asked for about once a second. */
const DRAIN_DELAY_MS = 3000;

/** Throws AssayError `invalid_configuration` with what is missing. No role asked for means all in one process. */
export function checkRoles(configuration: Configuration, roles: readonly RoleName[]): void {
  if (!isSplit(roles)) return;
  if (roles.includes('model')) {
    if (!roles.includes('api') && queueRoles(roles).length > 0) {
      throw invalid('The model role opens no database: give workers and trainers a process of their own.');
    }
    if (roles.includes('gateway')) throw invalid('The gateway role and the model role need the api role between them.');
    if (!roles.includes('api')) {
      if (hasKey(configuration, 'model')) return;
      throw missingModelKey();
    }
  }
  if (configuration.databaseUrl === null) {
    throw invalid('Roles in processes of their own share a PostgreSQL: set DATABASE_URL.');
  }
  if (roles.includes('gateway')) checkGateway(configuration, roles);
  const worksAlone = queueRoles(roles).length > 0 && !roles.includes('api');
  // Keys made here would be others than those of the application servers, and refuse every API key or open nothing.
  if ((worksAlone || roles.includes('gateway')) && !hasKey(configuration, 'gateway')) {
    throw invalid(
      'Roles beside the application server need its operator keys: copy the `keys` directory of one into ASSAY_DATA_DIR.',
    );
  }
}

function checkGateway({ upstreams }: Configuration, roles: readonly RoleName[]): void {
  if (queueRoles(roles).length > 0) throw invalid('The gateway role works on no queue: give it a process of its own.');
  if (upstreams.length === 0) throw invalid('The gateway role forwards to application servers: set ASSAY_UPSTREAMS.');
}

/** Those of the roles that work on queues. */
export function queueRoles(roles: readonly RoleName[]): QueueRole[] {
  return [WORKER, TRAINER].filter(({ name }) => roles.includes(name));
}

/**
 * What a process that answers clients works on: everything when it is alone or when there is no broker that others could work
 * from, otherwise what its roles say.
 */
export function ownQueues({ amqpUrl }: Configuration, roles: readonly RoleName[]): readonly QueueName[] {
  if (!isSplit(roles) || amqpUrl === null) return QUEUE_NAMES;
  return queueRoles(roles).flatMap(({ queues }) => queues);
}

/** It opens nothing else, so that the processes that read hostile code hold no other. */
export function missingModelKey(): AssayError {
  return invalid(
    'The model role needs the key of its callers: copy keys/model.key of an application server into ASSAY_DATA_DIR.',
  );
}

function hasKey({ dataDirectory }: Configuration, name: string): boolean {
  return existsSync(join(dataDirectory, 'keys', `${name}.key`));
}

/** Whether other processes hold what this one needs to answer clients. */
export function isSplit(roles: readonly RoleName[]): boolean {
  return roles.length > 0 && !(roles.includes('gateway') && roles.includes('api'));
}

/** How long a process that stops is still open, so that whoever asks for its readiness looks elsewhere first. */
export function drainDelay({ drainDelayMs }: Configuration, roles: readonly RoleName[]): number {
  return drainDelayMs ?? (isSplit(roles) ? DRAIN_DELAY_MS : 0);
}

function invalid(detail: string): AssayError {
  return new AssayError('invalid_configuration', { detail });
}
