const { exec } = require('child_process');

const [, , target] = process.argv;
const settings = { target, quiet: true };
exec(`make ${settings.target}`); // assay: command-injection

function build(name) {
  const command = settings.quiet ? `make -s ${name}` : `make ${name}`;
  exec(command, { cwd: '/' }); // assay: command-injection
}
build(process.env.BUILD_TARGET);
