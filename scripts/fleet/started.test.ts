import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Started } from './started.ts';

describe('what was started', () => {
  it('is undone in the reverse order, all of it, also when a step fails', async () => {
    const started = new Started();
    const undone: string[] = [];
    await started.start(
      async () => 'first',
      (thing) => undone.push(thing),
    );
    started.undoBy(() => {
      throw new Error('does not stop');
    });
    await started.start(
      async () => 'last',
      (thing) => undone.push(thing),
    );
    await expect(started.undo()).rejects.toThrow('does not stop');
    expect(undone).toEqual(['last', 'first']);
  });

  it('is undone too when it was still starting while another one failed, and nothing is started afterwards', async () => {
    const started = new Started();
    const undone: string[] = [];
    let finish = () => {};
    const slow = () =>
      new Promise<string>((resolve) => {
        finish = () => resolve('slow');
      });
    const fail = async (): Promise<string> => {
      throw new Error('does not start');
    };
    const both = [slow, fail].map((start) => started.start(start, (thing) => undone.push(thing)));
    await expect(Promise.all(both)).rejects.toThrow('does not start');
    const undoing = started.undo();
    expect(undone).toEqual([]);
    finish();
    await undoing;
    expect(undone).toEqual(['slow']);
    await expect(
      started.start(
        async () => 'late',
        () => {},
      ),
    ).rejects.toThrow('being stopped');
    expect(() => started.goOn()).toThrow('being stopped');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'is undone at %s, also while it starts, before the process ends',
    async (signal) => {
      const program = `
      import { endAtSignals, Started } from ${JSON.stringify(new URL('./started.ts', import.meta.url).href)};
      const started = new Started();
      endAtSignals(started);
      const later = (what, ms) => new Promise((resolve) => setTimeout(() => resolve(what), ms));
      await started.start(() => later('one', 0), (what) => console.log('undone', what));
      console.log('starting');
      await started.start(() => later('two', 300), (what) => console.log('undone', what));
      await later('', 60000);
    `;
      const parameters = ['--import', 'tsx', '--input-type=module', '-e', program];
      const child = spawn(process.execPath, parameters, {
        cwd: fileURLToPath(new URL('../..', import.meta.url)),
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let printed = '';
      child.stdout.on('data', (bytes: Buffer) => {
        printed += bytes;
        if (String(bytes).includes('starting')) for (let times = 0; times < 2; times++) child.kill(signal);
      });
      const code = await new Promise((resolve) => child.once('close', resolve));
      expect(printed.trim().split('\n')).toEqual(['starting', 'undone two', 'undone one']);
      expect(code).toBe(signal === 'SIGINT' ? 130 : 143);
    },
  );
});
