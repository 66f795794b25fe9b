import { connectCore, rawConnect } from '../client/connect.ts';
import { commandWords as words } from '../../shared/words/command-line.ts';
import { Failed, failure } from '../../shared/words/failures.ts';
import { serve } from '../server/main.ts';
import { pageFolder } from '../server/page-files.ts';
import { defineCommand, EXIT } from './command.ts';

const LOOPBACK = ['127.0.0.1', 'localhost', '::1'];

export const serveCommand = defineCommand({
  name: 'serve',
  summary: words.summaries.serve,
  positionals: [],
  options: {
    port: { type: 'integer', value: 'N', min: 1, max: 65_535, doc: words.flags.port },
    listen: { type: 'text', value: 'ADDRESS', doc: words.flags.listen, rare: true },
    host: { type: 'text', value: 'NAME', many: true, doc: words.flags.host, rare: true },
  },
  async run(session, _, options) {
    const listen = options.listen ?? '127.0.0.1';
    if (!LOOPBACK.includes(listen) && options.host.length === 0) {
      throw new Failed(failure('wrong-usage', { detail: words.listenNeedsHost }));
    }
    const at = { ...(session.workspace !== undefined && { workspace: session.workspace }), start: true };
    const ended = new Promise<'SIGINT' | 'SIGTERM'>((resolve) => session.onSignal(resolve));
    const serving = await serve({
      core: { carrier: () => rawConnect(at), client: () => connectCore(at) },
      page: pageFolder(),
      port: options.port ?? null,
      listen,
      hosts: options.host,
    });
    session.out.event({ event: 'serving', url: serving.url, port: serving.port });
    session.out.say(words.serving(serving.url));
    session.out.note(words.servingHint);
    const signal = await ended;
    await serving.close();
    // Ended as it was asked to be: for a server that is no failure.
    return signal === 'SIGINT' ? EXIT.done : EXIT[signal];
  },
});
