/** Describes what was measured, and where: the machine, the versions and the commit. */
import {execFile} from 'node:child_process';
import os from 'node:os';
import {promisify} from 'node:util';
import {root} from '../scripts/project-files.ts';
import {installed, versionOf} from './world/installed.ts';

const PEERS = ['ngircd', 'inspircd', 'irssi', 'weechat-curses'];
const GiB = 1024 ** 3;

/** Returns rows of a name and what there is of it. */
export async function machine(): Promise<Array<readonly [string, string]>> {
	const [cpu] = os.cpus();
	const load = os.loadavg()[0] ?? 0;
	return [
		['Date', new Date().toISOString().slice(0, 16).replace('T', ' ') + ' UTC'],
		['Commit', await commit()],
		['Processors', `${os.cpus().length} × ${cpu?.model.trim() ?? 'of an unknown model'}`],
		['Memory', `${(os.totalmem() / GiB).toFixed(0)} GiB`],
		['System', `${os.type()} ${os.release()}`],
		['Load before', load.toFixed(1)],
		['Node', process.version],
		['Peers', (await Promise.all(PEERS.map(peer))).join(', ')],
	];
}

async function commit(): Promise<string> {
	const git = async (...args: string[]) =>
		(await promisify(execFile)('git', args, {cwd: root})).stdout.trim();
	const changes = await git('status', '--porcelain');
	return `${await git('rev-parse', '--short', 'HEAD')}${changes === '' ? '' : ', with changes'}`;
}

async function peer(name: string): Promise<string> {
	const program = await installed(name);
	return program === undefined ? `${name} (not installed)` : `${name} ${await versionOf(program)}`;
}
