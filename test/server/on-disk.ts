/** A whole server in this process, on any disk and by a clock that a test turns, with people who enter. */
import {expect, onTestFinished} from 'vitest';
import {DEFAULT_POLICY} from '../../server/chat/rule.ts';
import {Passwords} from '../../server/auth/passwords.ts';
import {startServer} from '../../server/server.ts';
import type {Disk} from '../../lib/disk.ts';
import {entrance, message} from '../attack/attacked-server.ts';
import {manualClock} from '../harness/manual-clock.ts';
import {temporaryFolder} from '../harness/temporary-folder.ts';
import {Peer} from './peer.ts';

type Options = {folder?: string; disk?: Disk};

export async function open({folder, disk}: Options = {}) {
	const [clock, log] = [manualClock(), [] as string[]];
	const server = await startServer({
		folder: folder ?? (await temporaryFolder()),
		host: '127.0.0.1',
		port: 0,
		plaintext: true,
		policy: DEFAULT_POLICY,
		write: line => log.push(line),
		passwords: new Passwords({cost: {ln: 4, r: 8, p: 1}}),
		clock,
		...(disk && {disk}),
	});
	onTestFinished(async () =>
		Promise.race([server.stop('the test is over'), server.ended.then(() => undefined)]),
	);
	const knock = async () => {
		const peer = await Peer.connect(server.port);
		onTestFinished(() => void peer.socket.destroy());
		await peer.ask('hello', {protocol: 1});
		return peer;
	};
	return {
		server,
		clock,
		knock,
		said: (pattern: RegExp) => log.filter(line => pattern.test(line)).length,
		enters: async (how: 'signUp' | 'signIn', user: string) => {
			const peer = await knock();
			expect(await peer.ask(how, entrance(user))).toMatchObject({user});
			return peer;
		},
	};
}

/** A note of alice's to herself. */
export const note = (number: number, text = `note ${number}`) => message('alice', 'alice', number, text);
export const toAlice = {conversation: 'alice+alice'};
