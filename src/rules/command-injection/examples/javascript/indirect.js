import * as childProcess from 'node:child_process';
import { promisify } from 'node:util';
import http from 'node:http';

const run = promisify(childProcess.exec);

class Tool {
  constructor(name) {
    this.name = name;
  }
  start(options) {
    const words = [this.name, ...options];
    return run(words.join(' ')); // assay: command-injection
  }
}

http
  .createServer(async (req, res) => {
    const url = new URL(req.url, 'http://localhost');
    const options = [];
    options.push(url.searchParams.get('option'));
    await new Tool('tar').start(options);
    res.end();
  })
  .listen(8000);
