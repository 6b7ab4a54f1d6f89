/** Reads stored messages as a script does. */
import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {PASSWORD, person} from './people.ts';
import {scratchFolder} from './scratch.ts';
import {program, type Server} from './server.ts';

/** Returns the newest texts of the first two users' conversation, oldest first. */
export async function newestTexts(server: Server, count: number): Promise<string[]> {
	const args = ['history', person(1).user, '--json', '--limit', String(count)];
	const who = ['--server', server.joinLine, '--user', person(0).user];
	const env = {...process.env, CHAT_TUI_HOME: await scratchFolder(), CHAT_TUI_PASSWORD: PASSWORD};
	const {stdout} = await promisify(execFile)(process.execPath, [program, ...args, ...who], {env});
	const lines = stdout.split('\n').filter(line => line !== '');
	return lines.map(line => (JSON.parse(line) as {text: string}).text); // the program's own format
}
