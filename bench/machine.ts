/** Describes what was measured, and where: the machine, the versions and the commit. */
import {execFile} from 'node:child_process';
import os from 'node:os';
import {promisify} from 'node:util';
import {root} from '../scripts/project-files.ts';
import {shown} from './figure.ts';
import {timeToDisk} from './world/disk.ts';
import {installed, versionOf} from './world/installed.ts';
import {ircServers} from './world/irc-servers.ts';
import {raised} from './world/limits.ts';
import {terminalClients} from './world/terminal-clients.ts';

const GiB = 1024 ** 3;

/** Returns rows of a name and what there is of it. */
export async function machine(): Promise<Array<readonly [string, string]>> {
	const [cpu] = os.cpus();
	const peers = [...ircServers, ...terminalClients].map(async ({name}) => versioned(name));
	const load = os.loadavg()[0] ?? 0;
	return [
		['Date', `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`],
		['Commit', await commit()],
		['Processors', `${os.cpus().length} × ${cpu?.model.trim() ?? 'of an unknown model'}`],
		['Load before', load.toFixed(1)],
		['Memory', `${(os.totalmem() / GiB).toFixed(0)} GiB`],
		['Disk', `${shown(await timeToDisk(), ' ms')} for a line of 200 bytes to be on it, median`],
		['System', `${os.type()} ${os.release()}`],
		['Node', process.version],
		['Other programs', (await Promise.all(peers)).join(', ')],
		['Limits raised for simulated users', Object.keys(raised).join(', ')],
	];
}

async function commit(): Promise<string> {
	const git = async (...args: string[]) =>
		(await promisify(execFile)('git', args, {cwd: root})).stdout.trim();
	const changes = await git('status', '--porcelain');
	return `${await git('rev-parse', '--short', 'HEAD')}${changes === '' ? '' : ', with changes'}`;
}

async function versioned(name: string): Promise<string> {
	const program = await installed(name);
	return program === undefined ? `${name} (not installed)` : `${name} ${await versionOf(program)}`;
}
