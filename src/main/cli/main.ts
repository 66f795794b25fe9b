/** The command line's entry. `npm run -s neuroloom -- COMMAND` in a clone, `neuroloom COMMAND` in the package. */
import about from '../../../package.json' with { type: 'json' };
import { refuseOtherNode } from '../client/fits-node.ts';

refuseOtherNode();
const { runCommandLine } = await import('./run.ts');

// A reader that went away (`neuroloom runs | head`) is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}

process.exitCode = await runCommandLine(process.argv.slice(2), about.version, process);
// A connection that is still closing must not keep a command from ending once its output is out.
process.stdout.write('', () => process.stderr.write('', () => process.exit()));
