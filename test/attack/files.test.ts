/** What stands in the files and on the output of a server and its clients: who may read them, and what do they give away? */
import {readdirSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {parseAddress} from '../../protocol/address.ts';
import {Serving} from '../harness/serving.ts';
import {ownFolder, PASSWORD, startClient} from '../harness/program.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {askServer} from '../../source/client/host.ts';
import {Peer} from '../server/peer.ts';

const TEXT = 'canary in the text';
const PHONE = '+49301234567';

/** Every file below the folder, with its mode; sockets and folders too. */
function everything(folder: string): Array<{name: string; mode: number; text: string}> {
	return readdirSync(folder, {recursive: true, encoding: 'utf8'}).map(name => {
		const file = path.join(folder, name);
		const stat = statSync(file);
		return {name, mode: stat.mode & 0o777, text: stat.isFile() ? readFileSync(file, 'latin1') : ''};
	});
}

test('all that a server and a client keep is for their owner alone, and secrets stand only where they must', async () => {
	const folder = path.join(await temporaryFolder(), 'data');
	const home = path.join(await ownFolder(), 'home');
	const serving = new Serving('--port', '0', '--data', folder);
	await serving.port();
	const [joinLine = ''] = (await askServer(folder))!.joinLines;
	const alice = await startClient({args: ['--server', joinLine, '--user', 'alice', '--signup'], home});
	await alice.until('● connected');
	alice.write('/msg alice\r');
	alice.write(`/msg alice ${TEXT}\r`);
	await alice.until(/canary in the text +✓/);
	const {port} = parseAddress(joinLine)!;
	const peer = await Peer.connectSecurely(port);
	await peer.ask('hello', {protocol: 1});
	const bob = {user: 'bob', password: 'canary of bob', as: 'screen', device: 'bobdevice'};
	const {token} = await peer.ask('signUp', {...bob, phone: PHONE});
	await peer.ask('signIn', {...bob, password: 'canary, wrong'});
	await peer.ask('changePassword', {old: 'canary of bob', new: 'canary, new'});
	alice.write('/quit\r');
	await alice.exit;
	const account = JSON.parse(readFileSync(findIn(home, 'account.json'), 'utf8')) as {token: string};
	serving.process.kill('SIGTERM');
	expect(await serving.ended).toBe(0);

	for (const root of [folder, home]) {
		expect(statSync(root).mode & 0o077).toBe(0);
		for (const {name, mode} of everything(root)) expect(mode & 0o077, name).toBe(0);
	}

	const holding = (root: string, secret: string) =>
		everything(root).flatMap(({name, text}) => (text.includes(secret) ? [name.split(path.sep)[0]] : []));
	for (const secret of [
		PASSWORD,
		'canary of bob',
		'canary, wrong',
		'canary, new',
		String(token),
		account.token,
	]) {
		expect(serving.output + serving.errors).not.toContain(secret);
		expect(holding(folder, secret)).toEqual([]);
	}

	expect(holding(home, PASSWORD)).toEqual([]);
	expect(serving.output + serving.errors).not.toMatch(/canary|49301234567/);
	expect(new Set(holding(folder, PHONE))).toEqual(new Set(['journal', 'users.json']));
	expect(new Set(holding(folder, TEXT))).toEqual(new Set(['journal', 'logs']));
	expect(alice.bytes).not.toContain(PASSWORD);
	expect(alice.bytes).not.toContain(account.token);
});

function findIn(folder: string, name: string): string {
	const found = readdirSync(folder, {recursive: true, encoding: 'utf8'}).find(
		file => path.basename(file) === name,
	);
	return path.join(folder, found ?? name);
}
