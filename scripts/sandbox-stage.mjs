/**
 * The end-to-end test with Electron's real sandbox. Electron refuses its sandbox to root, so root lays out a copy that an
 * ordinary user can read, with the setuid helper in place, and runs the tests as that user.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, relative } from 'node:path';
import { programIn, readFacts, whatStopsElectron } from './electron.mjs';
import { root } from './freshness.mjs';
import { electronDist, linuxCache } from './provide.mjs';
import { missingLine } from './words.mjs';

const user = 'neuroloom-test';
/** What the tests and the app read of a clone. */
const parts = [
  'package.json',
  'playwright.config.ts',
  'e2e',
  'dist',
  'resources',
  'src',
  'scripts',
  'node_modules',
];

export async function sandboxStage({ node }) {
  const found = await electronDist();
  if (found.skip) return found;
  if (process.platform !== 'linux') return { skip: missingLine('not-root', process.platform) };
  if (process.getuid() !== 0) {
    const env = { ELECTRON_OVERRIDE_DIST_PATH: found.dist };
    const stopped = whatStopsElectron(programIn(found.dist), {
      ...readFacts(programIn(found.dist)),
      display: true,
    });
    return stopped ? { skip: missingLine('not-root', 'and user namespaces are denied') } : { env };
  }
  const made = makeUser();
  if (made.skip) return made;
  const stage = mkdtempSync(join(tmpdir(), 'neuroloom-sandbox-'));
  const stop = () => {
    rmSync(stage, { recursive: true, force: true });
    if (made.created) spawnSync('userdel', [user]);
  };
  try {
    return { ...fillStage(stage, made, found.dist, node), stop };
  } catch (error) {
    stop();
    throw error;
  }
}

function fillStage(stage, { uid, gid }, dist, node) {
  chmodSync(stage, 0o755);
  const electron = join(stage, 'electron');
  copy(dist, electron, ['-a', '--reflink=auto']); // not linked: its helper gets another owner and mode
  must('chmod', ['-R', 'a+rX', electron]);
  const helper = join(electron, 'chrome-sandbox');
  chownSync(helper, 0, 0);
  chmodSync(helper, 0o4755);

  const app = join(stage, 'app');
  mkdirSync(app);
  for (const part of parts) if (existsSync(join(root, part))) link(join(root, part), join(app, part));
  const cache = join(stage, 'cache');
  mkdirSync(cache);
  const engines = join(linuxCache(), 'tensorflow');
  if (existsSync(engines)) link(engines, join(cache, 'tensorflow'));
  must('find', [app, cache, '-type', 'd', '-exec', 'chmod', 'a+rx', '{}', '+']); // files are links: left alone
  const inClone = relative(root, node);
  let staged = join(app, inClone);
  if (inClone.startsWith('..') || isAbsolute(inClone)) copy(node, (staged = join(stage, 'node')), ['-aL']);

  for (const name of ['home', 'out']) {
    mkdirSync(join(stage, name));
    chownSync(join(stage, name), uid, gid);
  }
  return {
    cwd: app,
    node: staged,
    reportAt: join(stage, 'out', 'report.json'),
    before: ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--'],
    env: {
      HOME: join(stage, 'home'),
      NEUROLOOM_CACHE: cache,
      ELECTRON_OVERRIDE_DIST_PATH: electron,
      XDG_CACHE_HOME: '',
      XDG_CONFIG_HOME: '',
      XDG_RUNTIME_DIR: '',
    },
  };
}

/** Hard links where the file systems are one (30,000 files in a second), else copies. */
function link(from, to) {
  if (statSync(from).dev !== statSync(join(to, '..')).dev) return copy(from, to, ['-a']);
  copy(from, to, ['-al']);
}

const copy = (from, to, flags) => must('cp', [...flags, from, to]);

function must(program, args) {
  const ran = spawnSync(program, args, { encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`${program} ${args.join(' ')}: ${ran.stderr}`);
}

function makeUser() {
  const ids = () => {
    const ran = spawnSync('getent', ['passwd', user], { encoding: 'utf8' });
    const [, , uid, gid] = (ran.stdout ?? '').split(':');
    return ran.status === 0 ? { uid: Number(uid), gid: Number(gid) } : null;
  };
  const before = ids();
  if (before) return { ...before, created: false };
  const args = ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', '--user-group', user];
  const ran = spawnSync('useradd', args, { encoding: 'utf8' });
  const after = ids();
  if (!after) return { skip: missingLine('not-root', (ran.stderr ?? '').trim() || 'useradd is missing') };
  return { ...after, created: true };
}
