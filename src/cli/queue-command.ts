// `assay queue`: what waits in the message queue, and another life for what was given up.
import { Argument, type Command } from 'commander';
import { QUEUE_NAMES, type QueueName } from '../message-queue/index.ts';

export function addQueueCommand(program: Command): void {
  const queue = program.command('queue').description('the message queue: scans, training, webhooks');
  queue
    .command('status', { isDefault: true })
    .description('how many messages are ready, being worked on and given up, and how long the oldest has waited')
    .action(async () => print((await import('./queue-run.ts')).queueStatus()));
  queue
    .command('revive')
    .description('give messages that were given up another life, from the first attempt on')
    .addArgument(new Argument('<queue>', 'which').choices(QUEUE_NAMES))
    .action(async (name: QueueName) => print((await import('./queue-run.ts')).reviveDead(name)));
}

async function print(text: Promise<string>): Promise<void> {
  process.stdout.write(await text);
}
